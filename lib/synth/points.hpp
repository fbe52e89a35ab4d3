#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"

namespace gen::synth {

/// Equally likely Gaussians with the same standard deviation in both directions.
struct Mixture {
    Matrix centres;  // [modes, 2]
    double sd;
};

/// Eight centres evenly on a circle, the first at (radius, 0). Lin, Khetan, Fanti and Oh, "PacGAN", 2018: radius 1, sd 0.01.
Mixture ring_mixture(double radius, double sd);

/// 25 centres {-1, -1/2, 0, 1/2, 1}^2 times `extent`, row by row. PacGAN: extent 4, sd 0.05.
Mixture grid_mixture(double extent, double sd);

/// Every point below is two numbers and a function of (seed, i) alone.
std::int32_t mixture_label(const Mixture& mixture, std::uint64_t seed, std::uint32_t i);
void draw_mixture(const Mixture& mixture, std::uint64_t seed, std::uint32_t i, float* out);

/// A spiral t (cos t, sin t), t uniform on [1.5 pi, 4.5 pi], with normal noise of 0.25, all divided by 7.5.
/// Gulrajani et al., "Improved training of Wasserstein GANs", 2017.
void draw_swiss_roll(std::uint64_t seed, std::uint32_t i, float* out);

/// Uniform on the eight dark cells of a 4 x 4 board over [-4,4]^2; the label counts the dark cells row by row.
inline constexpr std::uint32_t board_cells = 8;
std::int32_t checkerboard_label(std::uint64_t seed, std::uint32_t i);
void draw_checkerboard(std::uint64_t seed, std::uint32_t i, float* out);

/// One of four one-hot vectors of four numbers; each run of four rows has every one once. Mescheder, Nowozin and Geiger,
/// "Adversarial variational Bayes", 2017.
inline constexpr std::uint32_t corner_count = 4;
std::int32_t four_points_label(std::uint64_t seed, std::uint32_t i);
void draw_four_points(std::uint64_t seed, std::uint32_t i, float* out);

}  // namespace gen::synth
