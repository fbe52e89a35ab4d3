#include "synth/points.hpp"

#include <algorithm>
#include <numbers>

#include "core/random.hpp"
#include "synth/angle.hpp"
#include "synth/balance.hpp"

namespace gen::synth {
namespace {

Stream stream_of(std::uint64_t seed) { return {seed, Purpose::synth}; }

std::uint32_t mode_count(const Mixture& mixture) { return static_cast<std::uint32_t>(mixture.centres.rows()); }

// Files hold centres in single precision, and so the points lie about just those.
real stored(double place) { return static_cast<real>(static_cast<float>(place) + 0.0f); }  // no -0

}  // namespace

Mixture ring_mixture(double radius, double sd) {
    Mixture out{Matrix(8, 2), sd};
    for (std::size_t k = 0; k < 8; ++k) {
        const Direction d = direction(static_cast<double>(k) / 8);
        out.centres(k, 0) = stored(radius * d.x);
        out.centres(k, 1) = stored(radius * d.y);
    }
    return out;
}

Mixture grid_mixture(double extent, double sd) {
    Mixture out{Matrix(25, 2), sd};
    for (std::size_t k = 0; k < 25; ++k) {
        out.centres(k, 0) = stored(extent * (static_cast<double>(k % 5) - 2) / 2);
        out.centres(k, 1) = stored(extent * (static_cast<double>(k / 5) - 2) / 2);
    }
    return out;
}

std::int32_t mixture_label(const Mixture& mixture, std::uint64_t seed, std::uint32_t i) {
    return static_cast<std::int32_t>(Draws(stream_of(seed), i).below(mode_count(mixture)));
}

void draw_mixture(const Mixture& mixture, std::uint64_t seed, std::uint32_t i, float* out) {
    Draws draws(stream_of(seed), i);
    const real* centre = mixture.centres.row(draws.below(mode_count(mixture)));
    for (int k = 0; k < 2; ++k) out[k] = static_cast<float>(double{centre[k]} + mixture.sd * draws.normal());
}

void draw_swiss_roll(std::uint64_t seed, std::uint32_t i, float* out) {
    Draws draws(stream_of(seed), i);
    const double turns = 0.75 + 1.5 * draws.uniform();
    const double radius = 2 * std::numbers::pi * turns;
    const Direction d = direction(turns);
    for (const double place : {radius * d.x, radius * d.y}) *out++ = static_cast<float>((place + 0.25 * draws.normal()) / 7.5);
}

std::int32_t checkerboard_label(std::uint64_t seed, std::uint32_t i) {
    return static_cast<std::int32_t>(Draws(stream_of(seed), i).below(board_cells));
}

void draw_checkerboard(std::uint64_t seed, std::uint32_t i, float* out) {
    Draws draws(stream_of(seed), i);
    const std::uint32_t cell = draws.below(board_cells);
    const std::uint32_t row = cell / 2;
    const std::uint32_t column = 2 * (cell % 2) + row % 2;
    out[0] = static_cast<float>(2 * (column + draws.uniform()) - 4);
    out[1] = static_cast<float>(2 * (row + draws.uniform()) - 4);
}

std::int32_t four_points_label(std::uint64_t seed, std::uint32_t i) { return balanced_label(seed, i, corner_count); }

void draw_four_points(std::uint64_t seed, std::uint32_t i, float* out) {
    std::fill_n(out, corner_count, 0.0f);
    out[four_points_label(seed, i)] = 1.0f;
}

}  // namespace gen::synth
