#include "synth/generator.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "synth/digits.hpp"
#include "synth/points.hpp"
#include "synth/shapes.hpp"

namespace gen::synth {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

Generator digits(const Request& request) {
    Generator out;
    const std::size_t size = request.size.value_or(28);
    const std::uint64_t seed = request.seed;
    out.row = {1, size, size};
    out.bytes = true;
    out.draw = [=](std::uint32_t i, void* row) { draw_digit(seed, size, i, static_cast<std::uint8_t*>(row)); };
    out.label = [=](std::uint32_t i) { return digit_label(seed, i); };
    for (int digit = 0; digit < 10; ++digit) out.classes.push_back(text(digit));
    return out;
}

Generator shapes(const Request& request) {
    Generator out;
    const std::size_t size = request.size.value_or(32);
    const std::uint64_t seed = request.seed;
    out.row = {3, size, size};
    out.bytes = true;
    out.draw = [=](std::uint32_t i, void* row) { draw_shape(seed, size, i, static_cast<std::uint8_t*>(row)); };
    out.label = [=](std::uint32_t i) { return shape_label(seed, i); };
    out.classes.assign(shape_names().begin(), shape_names().end());
    return out;
}

using DrawPoint = void (*)(std::uint64_t seed, std::uint32_t i, float* out);
using Label = std::int32_t (*)(std::uint64_t seed, std::uint32_t i);

Generator points(std::uint64_t seed, std::size_t numbers, double low, double high, DrawPoint draw, Label label) {
    Generator out;
    out.row = {numbers, 1, 1};
    out.low = low;
    out.high = high;
    out.draw = [=](std::uint32_t i, void* row) { draw(seed, i, static_cast<float*>(row)); };
    if (label) out.label = [=](std::uint32_t i) { return label(seed, i); };
    return out;
}

Generator mixture(std::uint64_t seed, const Mixture& modes) {
    Generator out;
    out.row = {2, 1, 1};
    out.low = -infinity;
    out.high = infinity;
    out.draw = [=](std::uint32_t i, void* row) { draw_mixture(modes, seed, i, static_cast<float*>(row)); };
    out.label = [=](std::uint32_t i) { return mixture_label(modes, seed, i); };
    out.centres = modes.centres;
    out.sd = modes.sd;
    return out;
}

Generator ring(const Request& r) { return mixture(r.seed, ring_mixture(r.radius.value_or(1), r.sd.value_or(0.01))); }
Generator grid(const Request& r) { return mixture(r.seed, grid_mixture(r.radius.value_or(4), r.sd.value_or(0.05))); }
Generator swiss_roll(const Request& r) { return points(r.seed, 2, -infinity, infinity, draw_swiss_roll, nullptr); }
Generator checkerboard(const Request& r) { return points(r.seed, 2, -infinity, infinity, draw_checkerboard, checkerboard_label); }
Generator four_points(const Request& r) { return points(r.seed, corner_count, 0, 1, draw_four_points, four_points_label); }

enum class Takes { nothing, size, spread };

struct Kind {
    std::string_view name;
    Takes takes;
    Generator (*make)(const Request&);
};
constexpr Kind table[] = {
    {"digits", Takes::size, digits},
    {"shapes", Takes::size, shapes},
    {"ring", Takes::spread, ring},
    {"grid", Takes::spread, grid},
    {"swiss-roll", Takes::nothing, swiss_roll},
    {"checkerboard", Takes::nothing, checkerboard},
    {"four-points", Takes::nothing, four_points},
};

constexpr auto names = [] {
    std::array<std::string_view, std::size(table)> out;
    std::ranges::transform(table, out.begin(), &Kind::name);
    return out;
}();

bool takes(std::string_view kind, Takes what) {
    const auto* found = std::ranges::find(table, kind, &Kind::name);
    return found != std::end(table) && found->takes == what;
}

constexpr std::size_t rows_per_task = 64;

}  // namespace

std::span<const std::string_view> kinds() { return names; }

bool takes_size(std::string_view kind) { return takes(kind, Takes::size); }
bool takes_spread(std::string_view kind) { return takes(kind, Takes::spread); }

Generator make_generator(std::string_view kind, const Request& request) {
    const auto* found = std::ranges::find(table, kind, &Kind::name);
    if (found == std::end(table)) fail_usage(kind, ": no such kind of data");
    if (request.size && found->takes != Takes::size) fail_usage(kind, " has no size");
    if (request.radius && found->takes != Takes::spread) fail_usage(kind, " has no radius");
    if (request.sd && found->takes != Takes::spread) fail_usage(kind, " has no standard deviation");
    return found->make(request);
}

Generator only_class(const Generator& generator, std::int32_t label, std::size_t count) {
    if (!generator.label) fail_usage("the data have no labels");
    constexpr std::size_t patience = 100000;  // rows without one
    const auto rows = std::make_shared<std::vector<std::uint32_t>>();
    for (std::uint32_t i = 0; rows->size() < count; ++i) {
        if (generator.label(i) == label) rows->push_back(i);
        if (i == std::numeric_limits<std::uint32_t>::max() || (rows->empty() && i > patience)) fail_usage("no rows are of class ", label);
    }
    Generator only = generator;
    only.draw = [rows, draw = generator.draw](std::uint32_t i, void* out) { draw((*rows)[i], out); };
    only.label = [label](std::uint32_t) { return label; };
    return only;
}

void draw_rows(const Generator& generator, std::size_t first, std::size_t count, void* out, Parallel& parallel) {
    const std::size_t row_bytes = generator.row_bytes();
    parallel.run((count + rows_per_task - 1) / rows_per_task, [&](std::size_t task) {
        const std::size_t end = std::min(count, (task + 1) * rows_per_task);
        for (std::size_t i = task * rows_per_task; i < end; ++i)
            generator.draw(static_cast<std::uint32_t>(first + i), static_cast<std::byte*>(out) + i * row_bytes);
    });
}

std::vector<std::int32_t> draw_labels(const Generator& generator, std::size_t count) {
    std::vector<std::int32_t> labels;
    if (!generator.label) return labels;
    labels.reserve(count);
    for (std::size_t i = 0; i < count; ++i) labels.push_back(generator.label(static_cast<std::uint32_t>(i)));
    return labels;
}

}  // namespace gen::synth
