#include "formats/prepare.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

// What the numbers of a source are.
struct Survey {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
    bool whole = true;
};

Survey survey(const Source& source) {
    Survey found;
    Picture row;
    for (std::size_t i = 0; i < source.count; ++i) {
        source.read(i, row);
        for (std::size_t k = 0; k < row.values.size(); ++k) {
            const double v = static_cast<double>(row.values[k]);
            if (!std::isfinite(static_cast<float>(v))) fail(source.row_name(i), ", column ", k + 1, " is ", v, ", expected a finite number");
            found.low = std::min(found.low, v);
            found.high = std::max(found.high, v);
            found.whole = found.whole && v == std::floor(v);
        }
    }
    return found;
}

// What the numbers become.
struct Encoding {
    Type type = Type::u8;
    Range range;
    std::optional<double> scale;
};

// Where black is 0, the scale says what white was; other numbers stay, and the range says it.
Encoding encoding_of(const Range& known) {
    if (known.low != 0 || known.high == 1) return {Type::f32, known, {}};
    return {Type::f32, {0, 1}, known.high};
}

Encoding encoding_of(const Source& source) {
    const bool plain_bytes = source.bytes && source.known_range.value_or(Range{}) == Range{};
    if (plain_bytes && !source.table) return {};
    if (source.known_range && !source.table) return encoding_of(*source.known_range);
    const Survey found = survey(source);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (source.table) return {Type::f32, {-infinity, infinity}, {}};
    if (found.whole && found.low >= 0 && found.high >= 128 && found.high <= 255) return {};
    if (found.low >= 0 && found.high <= 1) return {Type::f32, {0, 1}, {}};
    if (found.low >= -1 && found.high <= 1) return {Type::f32, {-1, 1}, {}};
    if (found.low < 0) fail(source.name, ": pixels lie between ", found.low, " and ", found.high, ", expected 0 or more, or between -1 and 1");
    return {Type::f32, {0, 1}, found.high};
}

// Everything that is decided before rows are read; shared by the threads.
struct Plan {
    std::shared_ptr<const Source> source;
    Preparation preparation;
    Encoding encoding;
    std::vector<std::uint32_t> order;  // rows of the source
    Shape shape;                       // C, H, W of the result
};

std::vector<std::uint32_t> select(const Source& source, const Preparation& p) {
    if (source.count > std::numeric_limits<std::uint32_t>::max()) fail(source.name, ": has ", source.count, " rows, expected at most 4294967295");
    const auto n = static_cast<std::uint32_t>(source.count);
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    if (p.shuffle) order = random_order({p.seed, Purpose::import_shuffle, 0}, n);
    if (!p.classes.empty()) {
        if (source.labels.empty()) fail(source.name, ": has no labels to choose classes by");
        std::erase_if(order, [&](std::uint32_t row) { return std::find(p.classes.begin(), p.classes.end(), source.labels[row]) == p.classes.end(); });
        if (order.empty()) fail(source.name, ": no row is of the chosen classes");
    }
    order.erase(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(std::min(p.skip, order.size())));
    if (p.take) order.resize(std::min(order.size(), *p.take));
    if (order.empty()) fail(source.name, ": no rows are left of ", n);
    return order;
}

// Both ends of the range are black and white; the draw belongs to the row of the source, however rows are selected.
void binarize(const Plan& plan, std::size_t row, Picture& picture) {
    const auto low = static_cast<real>(plan.encoding.range.low);
    const auto high = static_cast<real>(plan.encoding.range.high);
    std::vector<real> draws(picture.values.size(), real(0.5));
    if (plan.preparation.binarize == Binarize::static_draw)
        random_uniform({plan.preparation.seed, Purpose::import_binarize, 0}, static_cast<std::uint32_t>(row), draws.data(), draws.size());
    for (std::size_t k = 0; k < draws.size(); ++k) {
        const real brightness = (picture.values[k] - low) / (high - low);
        picture.values[k] = brightness >= draws[k] ? high : low;
    }
}

// Of a crop that does not fit.
std::string hint(const std::optional<Crop>& crop, const Picture& picture) {
    if (!crop || crop->corner || (crop->size_in(picture).width <= picture.width && crop->size_in(picture).height <= picture.height)) return "";
    const auto [w, h] = crop->size;
    const std::size_t common = std::gcd(w, h);
    return join("; --crop ", w / common, ":", h / common, " --resize ", w, "x", h, " takes the largest part of that shape");
}

Picture transformed(const Plan& plan, std::size_t row) {
    const Preparation& p = plan.preparation;
    Picture picture;
    plan.source->read(row, picture);
    if (plan.encoding.scale)
        for (real& v : picture.values) v /= static_cast<real>(*plan.encoding.scale);
    try {
        Picture next;
        if (p.crop) {
            crop(picture, *p.crop, next);
            std::swap(picture, next);
        }
        if (p.resize) {
            resize(picture, *p.resize, next);
            std::swap(picture, next);
        }
        if (p.grey) {
            grey(picture, next);
            std::swap(picture, next);
        }
    } catch (const Error& e) {
        throw Error(e.fault(), join(plan.source->row_name(row), ": ", e.what(), hint(p.crop, picture)));
    }
    if (p.binarize != Binarize::none) binarize(plan, row, picture);
    return picture;
}

// Grey among colours gets three equal channels; everything else must be as the first.
void fit(const Plan& plan, std::size_t row, Picture& picture) {
    const Shape& s = plan.shape;
    if (picture.channels == 1 && s[0] == 3) {
        const std::vector<real> plane = picture.values;
        picture.channels = 3;
        for (int i = 0; i < 2; ++i) picture.values.insert(picture.values.end(), plane.begin(), plane.end());
    }
    if (picture.channels != s[0])
        fail(plan.source->row_name(row), ": has ", picture.channels, " channels, expected ", s[0], " as the first (--grey makes all images grey)");
    if (picture.height != s[1] || picture.width != s[2])
        fail(plan.source->row_name(row), ": is ", picture.width, "x", picture.height, ", expected ", s[2], "x", s[1],
             " as the first (--crop 1:1 --resize 64x64, for example, makes all pictures equal)");
}

void write_row(const Plan& plan, std::size_t index, std::byte* out) {
    const std::size_t row = plan.order[index];
    Picture picture = transformed(plan, row);
    fit(plan, row, picture);
    const std::size_t n = picture.values.size();
    if (plan.encoding.type == Type::u8) {
        for (std::size_t k = 0; k < n; ++k) {
            const real v = std::min(std::max(picture.values[k], real{0}), real{255});
            out[k] = static_cast<std::byte>(static_cast<int>(v + real(0.5)));
        }
        return;
    }
    const auto low = static_cast<float>(plan.encoding.range.low);
    const auto high = static_cast<float>(plan.encoding.range.high);
    for (std::size_t k = 0; k < n; ++k) {
        const float v = std::min(std::max(static_cast<float>(picture.values[k]), low), high);  // filters may step over an end by rounding
        std::memcpy(out + k * sizeof(float), &v, sizeof(float));
    }
}

}  // namespace

Images prepare(std::shared_ptr<const Source> source, const Preparation& preparation, Parallel& parallel) {
    if (source->table && (preparation.crop || preparation.resize || preparation.grey || preparation.binarize != Binarize::none))
        fail_usage(source->name, ": table rows have no pixels: --shape CxHxW says how they lie");
    if (source->count == 0) fail(source->name, ": has no rows");
    auto plan = std::make_shared<Plan>();
    plan->preparation = preparation;
    plan->order = select(*source, preparation);
    plan->encoding = encoding_of(*source);
    plan->source = std::move(source);
    const Picture first = transformed(*plan, plan->order[0]);
    const bool grey_among_colours = first.channels == 1 && plan->source->colours && !preparation.grey;
    plan->shape = {grey_among_colours ? 3 : first.channels, first.height, first.width};

    Images images;
    images.shape = {plan->order.size(), plan->shape[0], plan->shape[1], plan->shape[2]};
    images.type = plan->encoding.type;
    images.range = plan->encoding.range;
    images.scale = plan->encoding.scale;
    images.classes = plan->source->classes;
    if (!plan->source->labels.empty())
        for (const std::uint32_t row : plan->order) images.labels.push_back(plan->source->labels[row]);
    const std::size_t row_bytes = images.pixels() * size_of(images.type);
    images.rows = [plan, row_bytes, &parallel](std::size_t begin, std::size_t count, void* out) {
        constexpr std::size_t chunk = 16;                                     // rows of one task
        std::vector<std::exception_ptr> errors((count + chunk - 1) / chunk);  // the first row's, not the first thread's, is reported
        parallel.run(errors.size(), [&](std::size_t task) {
            try {
                for (std::size_t i = task * chunk; i < std::min(count, (task + 1) * chunk); ++i)
                    write_row(*plan, begin + i, static_cast<std::byte*>(out) + i * row_bytes);
            } catch (...) {
                errors[task] = std::current_exception();
            }
        });
        for (const std::exception_ptr& error : errors)
            if (error) std::rethrow_exception(error);
    };
    return images;
}

}  // namespace gen
