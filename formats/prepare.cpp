#include "formats/prepare.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/random.hpp"
#include "formats/encoding.hpp"
#include "formats/fit_transform.hpp"
#include "formats/held.hpp"
#include "formats/picture_turn.hpp"
#include "picture/pixels.hpp"

namespace gen {
namespace {

/// Rows of the source: those from `first`, or a list where they are chosen or mixed.
struct RowOrder {
    std::size_t first = 0;
    std::size_t count = 0;
    std::optional<std::vector<std::uint32_t>> list = {};

    std::size_t operator[](std::size_t i) const { return list ? (*list)[i] : first + i; }
};

// Everything that is decided before rows are read; shared by the threads.
struct Plan {
    std::shared_ptr<const Source> source;
    Preparation preparation;
    Encoding encoding;
    RowOrder order;          // rows of the source
    Shape shape;             // C, H, W of the result
    bool as_stored = false;  // bytes stay what they are
    bool exact = false;      // a transform begins with doubles, as the source holds more than floats
};

RowOrder select(const Source& source, const Preparation& p) {
    if (source.count > std::numeric_limits<std::uint32_t>::max()) fail(source.name, ": has ", source.count, " rows, expected at most 4294967295");
    const auto n = static_cast<std::uint32_t>(source.count);
    if (!p.shuffle && p.classes.empty()) {
        const std::size_t first = std::min<std::size_t>(p.skip, n);
        const std::size_t count = std::min<std::size_t>(n - first, p.take.value_or(n));
        if (count == 0) fail(source.name, ": no rows are left of ", n);
        return {first, count};
    }
    constexpr std::size_t lists = 2;  // that the order is made of
    expect_holdable(source.name + ": the order of its rows", lists * n * sizeof(std::uint32_t), source.origin.size());
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
    const std::size_t count = order.size();
    return {0, count, std::move(order)};
}

// Both ends of the range are black and white; the draw belongs to the row of the source, however rows are selected.
void binarize(const Plan& plan, std::size_t row, Picture& picture) {
    const auto low = static_cast<real>(plan.encoding.units.range.low);
    const auto high = static_cast<real>(plan.encoding.units.range.high);
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

void clamp(const Range& range, std::vector<real>& values) {
    for (real& v : values) v = std::clamp(v, static_cast<real>(range.low), static_cast<real>(range.high));
}

real between(const Range& range, real part) { return static_cast<real>(range.low) + part * static_cast<real>(range.high - range.low); }

// In `picture`, which keeps its memory for the next.
void transform(const Plan& plan, std::size_t row, Picture& picture) {
    const Preparation& p = plan.preparation;
    plan.source->read(row, picture);
    if (plan.encoding.units.scale)
        for (real& v : picture.values) v /= static_cast<real>(*plan.encoding.units.scale);
    if (const std::optional<Range>& from = plan.encoding.converts)
        for (real& v : picture.values)
            v = between(plan.encoding.units.range, (v - static_cast<real>(from->low)) / static_cast<real>(from->high - from->low));
    if (plan.encoding.clamps) clamp(plan.encoding.units.range, picture.values);
    try {
        if (p.crop) crop(picture, *p.crop);
        if (p.resize) {
            thread_local Picture next;
            resize(picture, *p.resize, next);
            std::swap(picture, next);
            if (PictureTurn::is_large()) next = {};
        }
        if (p.grey) grey(picture);
    } catch (const Error& e) {
        throw Error(e.fault(), join(plan.source->row_name(row), ": ", e.what(), hint(p.crop, picture)));
    }
    if (p.binarize != Binarize::none) binarize(plan, row, picture);
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
        fail(plan.source->row_name(row), ": has ", counted(picture.channels, "channel"), ", expected ", s[0],
             " as the first (--grey makes all images grey)");
    if (picture.height != s[1] || picture.width != s[2])
        fail(plan.source->row_name(row), ": is ", picture.width, "x", picture.height, ", expected ", s[2], "x", s[1],
             " as the first (--crop 1:1 --resize 64x64, for example, makes all pictures equal)");
}

// What a transform begins with.
std::vector<double> numbers_of_row(const Plan& plan, std::size_t row) {
    std::vector<double> numbers;
    if (plan.exact) {
        plan.source->read_exactly(row, numbers);
        return numbers;
    }
    const PictureTurn turn;
    thread_local Picture picture;
    transform(plan, row, picture);
    fit(plan, row, picture);
    numbers.assign(picture.values.begin(), picture.values.end());
    if (PictureTurn::is_large()) picture = {};
    return numbers;
}

// In `picture`, as it is to be stored.
void finished_row(const Plan& plan, std::size_t row, Picture& picture) {
    const Transform& steps = plan.encoding.units.transform;
    if (steps.empty()) {
        transform(plan, row, picture);
        return fit(plan, row, picture);
    }
    const Shape& s = plan.shape;
    picture.resize(s[0], s[1], s[2]);
    apply_transform(steps, plan.source->row_name(row), s[0], numbers_of_row(plan, row), picture.values.data());
}

/// A row is held whole; pictures, each of which has its own shape, are looked at when they are decoded.
void expect_holdable_row(const Source& source) {
    if (!source.shape) return;
    constexpr std::size_t copies = 3;  // as it comes, as numbers, as it goes
    const std::string row = join(source.name, ": a row of ", text(*source.shape), " numbers");
    expect_holdable(row, copies * sizeof(real) * gen::count(*source.shape), source.origin.size());
}

void store(const Plan& plan, Picture& picture, std::byte* out) {
    const std::size_t n = picture.values.size();
    if (plan.encoding.type == Type::u8) return bytes_of_values(picture.values.data(), n, reinterpret_cast<unsigned char*>(out));
    clamp(plan.encoding.units.range, picture.values);  // filters may step over an end by rounding
    for (std::size_t k = 0; k < n; ++k) {
        const auto v = static_cast<float>(picture.values[k]);
        std::memcpy(out + k * sizeof(float), &v, sizeof(float));
    }
}

void write_row(const Plan& plan, std::size_t index, std::byte* out) {
    const std::size_t row = plan.order[index];
    if (plan.as_stored && plan.source->read_bytes(row, out)) return;
    const PictureTurn turn;
    thread_local Picture picture;
    finished_row(plan, row, picture);
    store(plan, picture, out);
    if (PictureTurn::is_large()) picture = {};
}

Shape shape_of_first(const Plan& plan) {
    const PictureTurn turn;
    Picture first;
    transform(plan, plan.order[0], first);
    const bool grey_among_colours = first.channels == 1 && plan.source->colours && !plan.preparation.grey;
    return {grey_among_colours ? 3 : first.channels, first.height, first.width};
}

/// Fits what is to be fitted; pixels then have black and white, points go on without.
void use_transform(Plan& plan) {
    const Preparation& p = plan.preparation;
    Transform steps = p.transform;
    const FittedRows rows = {.name = plan.source->name,
                             .count = plan.source->count,
                             .columns = plan.shape[0],
                             .read = [&plan](std::size_t row) { return numbers_of_row(plan, row); },
                             .row_name = [&plan](std::size_t row) { return plan.source->row_name(row); },
                             .points = plan.source->table};
    for (TransformStep& step : steps.steps) step.by_column = step.by_column || (step.numbers.empty() && rows.points);
    Range range = plan.encoding.units.range;
    if (!p.transformed)
        range = fit_transform(steps, rows, p.remark);
    else if (!rows.points)
        survey_transformed(steps, rows, range = *p.transformed, p.remark);
    if (!rows.points) plan.encoding.units.range = range;
    plan.encoding.units.transform = std::move(steps);
}

}  // namespace

Images prepare(std::shared_ptr<const Source> source, const Preparation& preparation, Parallel& parallel) {
    if (source->table && (preparation.crop || preparation.resize || preparation.grey || preparation.binarize != Binarize::none))
        fail_usage(source->name, ": table rows have no pixels: --shape CxHxW says how they lie");
    if (!preparation.transform.empty() && preparation.binarize != Binarize::none)
        fail_usage("--binarize makes pixels black or white: leave out --transform");
    if (source->table && preparation.range && !preparation.range->of_another)
        fail_usage(source->name, ": table rows have no black and white: --shape CxHxW says how they lie");
    if (source->count == 0) fail(source->name, ": has no rows");
    expect_holdable_row(*source);
    auto plan = std::make_shared<Plan>();
    plan->preparation = preparation;
    plan->order = select(*source, preparation);
    if (preparation.transform.empty())
        plan->encoding = encoding_of(*source, preparation.range, preparation.remark);
    else
        plan->encoding = {Type::f32, {{-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()}}};
    plan->source = std::move(source);
    plan->exact = !preparation.transform.empty() && plan->source->wide && !preparation.crop && !preparation.resize && !preparation.grey;
    plan->shape = plan->exact ? *plan->source->shape : shape_of_first(*plan);
    if (!preparation.transform.empty()) use_transform(*plan);

    const Preparation& p = plan->preparation;
    const bool is_changed =
        p.crop || p.resize || p.grey || p.binarize != Binarize::none || plan->encoding.units.scale || plan->encoding.converts || !p.transform.empty();
    plan->as_stored =
        plan->source->bytes && plan->encoding.type == Type::u8 && !is_changed && !plan->encoding.clamps && plan->source->shape == plan->shape;

    Images images;
    images.shape = {plan->order.count, plan->shape[0], plan->shape[1], plan->shape[2]};
    images.type = plan->encoding.type;
    images.range = plan->encoding.units.range;
    images.scale = plan->encoding.units.scale;
    if (plan->source->order != "nchw") images.source_layout = plan->source->order;
    images.transform = plan->encoding.units.transform;
    images.classes = plan->source->classes;
    images.labels.reserve(plan->source->labels.empty() ? 0 : plan->order.count);
    if (!plan->source->labels.empty())
        for (std::size_t i = 0; i < plan->order.count; ++i) images.labels.push_back(plan->source->labels[plan->order[i]]);
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
