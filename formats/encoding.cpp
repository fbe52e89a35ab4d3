#include "formats/encoding.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/counted.hpp"
#include "core/error.hpp"

namespace gen {
namespace {

constexpr Range unit = {0, 1};
constexpr Range both_signs = {-1, 1};
constexpr Range byte_range = {0, 255};
constexpr double nearly = 0.01;  // of a unit: what filters and rounding step over an end

using Remark = std::function<void(const std::string&)>;

/// What lies outside a range.
struct Outside {
    Range range;
    std::size_t pixels = 0;
    std::size_t rows = 0;
};

/// What the numbers of a source are.
struct Survey {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    bool whole = true;
    std::vector<Outside> outside;  // of each range that may be meant
};

Survey survey(const Source& source, const std::vector<Range>& ranges) {
    Survey found;
    for (const Range& range : ranges) found.outside.push_back({range});
    Picture row;
    for (std::size_t i = 0; i < source.count; ++i) {
        source.read(i, row);
        double low = std::numeric_limits<double>::infinity();
        double high = -low;
        for (std::size_t k = 0; k < row.values.size(); ++k) {
            const double v = static_cast<double>(row.values[k]);
            if (!std::isfinite(static_cast<float>(v))) fail(source.row_name(i), ", column ", k + 1, " is ", v, ", expected a finite number");
            low = std::min(low, v);
            high = std::max(high, v);
            found.whole = found.whole && v == std::floor(v);
        }
        found.low = std::min(found.low, low);
        found.high = std::max(found.high, high);
        for (Outside& outside : found.outside) {
            const auto beyond = [&](real v) { return static_cast<double>(v) < outside.range.low || static_cast<double>(v) > outside.range.high; };
            if (low >= outside.range.low && high <= outside.range.high) continue;
            outside.pixels += static_cast<std::size_t>(std::ranges::count_if(row.values, beyond));
            ++outside.rows;
        }
    }
    return found;
}

bool lies_nearly_within(const Survey& found, const Range& range) { return found.low >= range.low - nearly && found.high <= range.high + nearly; }

Encoding encoded(const Range& foreign, bool whole) {
    if (foreign == byte_range && whole) return {};
    if (foreign.low != 0 || foreign.high == 1) return {Type::f32, {foreign, {}}};
    return {Type::f32, {unit, foreign.high}};
}

float shown(double number) { return static_cast<float>(number); }

/// By what was surveyed: says what is clamped, and `more`.
Encoding encoded(const Source& source, const Range& foreign, const Survey& found, const Remark& remark, const std::string& more = "") {
    Encoding encoding = encoded(foreign, found.whole);
    const auto outside = std::ranges::find(found.outside, foreign, &Outside::range);
    if (outside == found.outside.end() || outside->pixels == 0) return encoding;
    encoding.clamps = true;
    const bool one = outside->pixels == 1;
    remark(join(source.name, ": ", counted(outside->pixels, "pixel"), " in ", counted(outside->rows, "row"), one ? " lies" : " lie", " outside ",
                foreign.low, " to ", foreign.high, " and ", one ? "is" : "are", " clamped: numbers go from ", shown(found.low), " to ",
                shown(found.high), more));
    return encoding;
}

Encoding guessed(const Source& source, const Remark& remark) {
    const Survey found = survey(source, {unit, both_signs});
    const auto as = [&](const Range& foreign) {
        const std::string ends = join(shown(foreign.low), ",", shown(foreign.high));
        const std::string states = join("; --range ", ends, " states black and white, --like FILE takes those of another import");
        const Encoding encoding = encoded(source, foreign, found, remark, states);
        const bool certain = found.low <= foreign.low && found.high >= foreign.high && (is_full(foreign) || foreign == both_signs);
        if (!certain && !encoding.clamps)
            remark(join(source.name, ": black and white are guessed as ", shown(foreign.low), " and ", shown(foreign.high), " from numbers between ",
                        shown(found.low), " and ", shown(found.high), ", another file of the same data may be taken otherwise", states));
        return encoding;
    };
    if (found.whole && found.low >= 0 && found.high >= 128 && found.high <= 255) return as(byte_range);
    if (lies_nearly_within(found, unit)) return as(unit);
    if (lies_nearly_within(found, both_signs)) return as(both_signs);
    if (found.low < 0)
        fail(source.name, ": pixels lie between ", found.low, " and ", found.high,
             ", expected 0 or more, or between -1 and 1; --range LO,HI says what black and white are");
    return as({0, found.high});
}

/// Of bytes: whether there is a 1 and nothing above it.
bool are_flags(const Source& source) {
    bool has_one = false;
    Picture row;
    for (std::size_t i = 0; i < source.count; ++i) {
        source.read(i, row);
        for (const real v : row.values) {
            if (v > 1) return false;
            has_one = has_one || v == 1;
        }
    }
    return has_one;
}

std::optional<Range> known_range(const Source& source) { return source.bytes ? source.known_range.value_or(byte_range) : source.known_range; }

/// Another import's pictures go from black to all of white; so do these, in numbers of their own.
Range full_range(const Source& source, const Range& theirs) {
    if (const std::optional<Range> own = known_range(source); own && is_full(*own))
        return theirs == unit && *own == byte_range && are_flags(source) ? unit : *own;
    const Survey found = survey(source, {});
    if (!found.whole && lies_nearly_within(found, unit)) return unit;
    return found.whole && theirs == unit && found.high >= 128 && found.high <= 255 ? byte_range : theirs;
}

Encoding as_stated(const Source& source, const StatedRange& stated, const Remark& remark) {
    const Range foreign = stated.of_another && is_full(stated.range) ? full_range(source, stated.range) : stated.range;
    const std::optional<Range> known = known_range(source);
    if (stated.of_another && foreign == both_signs && known && is_full(*known))
        return {.type = Type::f32, .units = {both_signs, {}}, .converts = known};
    if (foreign == known) return encoded(foreign, source.bytes);
    return encoded(source, foreign, survey(source, {foreign}), remark);
}

}  // namespace

Encoding encoding_of(const Source& source, const std::optional<StatedRange>& stated, const Remark& remark) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (source.table) {
        survey(source, {});
        return {Type::f32, {{-infinity, infinity}, {}}};
    }
    if (stated) return as_stated(source, *stated, remark);
    const std::optional<Range> known = known_range(source);
    if (!known) return guessed(source, remark);
    if (*known == byte_range && are_flags(source))
        remark(source.name + ": bytes never exceed 1, so that all is nearly black; where 1 is white, --range 0,1 says so");
    return encoded(*known, source.bytes);
}

}  // namespace gen
