#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "formats/counted_median.hpp"
#include "formats/numbers.hpp"
#include "formats/summary.hpp"

namespace gen {
namespace {

bool is_provenance(const std::string& object) { return object.starts_with("/provenance/") || object == "/@producer"; }

/// The lines that stand for one value, and those of arrays, by object.
std::map<std::string, SummaryLine> lines_of(const Document& document, bool provenance) {
    std::map<std::string, SummaryLine> lines;
    for (SummaryLine& line : summary(document))
        if (line.object != "/@content-sha256" && (provenance || !is_provenance(line.object))) lines.emplace(line.object, std::move(line));
    return lines;
}

using SetsByPath = std::map<std::string_view, const Dataset*>;
SetsByPath sets_of(const Document& document) {
    SetsByPath sets;
    for (const Dataset& set : document.datasets) sets.emplace(set.path, &set);
    return sets;
}

std::string described(const SummaryLine& line) {
    if (!line.value.empty() || line.type == "text") return line.value;
    return line.type + (line.shape.empty() ? "" : " " + line.shape);
}

void compare_numbers(const Dataset& a, const Dataset& b, std::vector<Difference>& out) {
    Difference found{.object = a.path, .what = "value", .first = "", .second = ""};
    double squares = 0;
    std::vector<std::byte> other;
    for_each_block(a, [&](std::size_t first, std::size_t rows, const std::byte* bytes) {
        other.resize(rows * b.row_bytes());
        b.rows(first, rows, other.data());
        if (std::equal(other.begin(), other.end(), bytes)) return;
        with_numbers(a, bytes, [&](const auto* x) {
            const auto* const y = reinterpret_cast<decltype(x)>(other.data());
            for (std::size_t i = 0; i < other.size() / sizeof *x; ++i) {
                const bool both_nan = x[i] != x[i] && y[i] != y[i];  // NOLINT(misc-redundant-expression): NaN alone differs from itself
                if (x[i] == y[i] || both_nan) continue;
                double distance = std::abs(static_cast<double>(x[i]) - static_cast<double>(y[i]));
                if (std::isnan(distance)) distance = std::numeric_limits<double>::infinity();
                found.count += 1;
                found.largest = std::max(found.largest, distance);
                squares += distance * distance;
            }
        });
    });
    found.rms = std::sqrt(squares / static_cast<double>(std::max<std::size_t>(1, a.bytes() / size_of(a.type))));
    if (found.count > 0) out.push_back(found);
}

void compare_lines(const SummaryLine& a, const SummaryLine& b, std::vector<Difference>& out) {
    if (a.type != b.type)
        out.push_back({a.object, "type", a.type, b.type});
    else if (a.shape != b.shape)
        out.push_back({a.object, "shape", a.shape, b.shape});
    else if (a.value != b.value)
        out.push_back({a.object, "value", a.value, b.value, 1});
}

double median(std::vector<double>& values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    const double above = *middle;
    const double below = values.size() % 2 == 1 ? above : *std::max_element(values.begin(), middle);
    return below + (above - below) / 2;
}

}  // namespace

Statistics statistics_of(const Dataset& set) {
    constexpr std::size_t most_held = std::size_t{1} << 23;  // numbers
    Statistics s;
    s.min = std::numeric_limits<double>::infinity();
    s.max = -s.min;
    std::vector<double> values;
    const bool is_held = set.bytes() / size_of(set.type) <= most_held;
    double sum = 0, squares = 0;
    for_each_number(set, [&](std::size_t, auto number) {
        const auto value = static_cast<double>(number);
        ++s.count;
        if (!std::isfinite(value)) {
            ++s.others;
            return;
        }
        s.min = std::min(s.min, value);
        s.max = std::max(s.max, value);
        if (is_held) values.push_back(value);
        sum += value;
        squares += value * value;
    });
    const std::size_t finite = s.count - s.others;
    if (finite == 0) return {.count = s.count, .others = s.others};
    const auto n = static_cast<double>(finite);
    s.median = is_held ? median(values) : counted_median(set, finite);
    s.mean = sum / n;
    s.rms = std::sqrt(squares / n);
    return s;
}

std::vector<Difference> differences(const Document& first, const Document& second, bool provenance) {
    const std::map<std::string, SummaryLine> a = lines_of(first, provenance);
    const std::map<std::string, SummaryLine> b = lines_of(second, provenance);
    const SetsByPath sets_of_first = sets_of(first);
    const SetsByPath sets_of_second = sets_of(second);
    std::vector<Difference> out;
    for (const auto& [object, line] : a) {
        const auto other = b.find(object);
        if (other == b.end()) {
            out.push_back({object, "missing", described(line), ""});
            continue;
        }
        const std::size_t before = out.size();
        compare_lines(line, other->second, out);
        const auto x = sets_of_first.find(object);
        const auto y = sets_of_second.find(object);
        if (out.size() == before && x != sets_of_first.end() && y != sets_of_second.end() && x->second->type != Type::text)
            compare_numbers(*x->second, *y->second, out);
    }
    for (const auto& [object, line] : b)
        if (!a.contains(object)) out.push_back({object, "missing", "", described(line)});
    std::sort(out.begin(), out.end(), [](const Difference& x, const Difference& y) { return x.object < y.object; });
    return out;
}

}  // namespace gen
