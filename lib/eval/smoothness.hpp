#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// How evenly what a path through latent space shows changes along it. d_i is the mean over features (pixels, or what a classifier says) of the
/// squared difference between neighbours i and i + 1, which lie 1 / (steps - 1) apart in t.
struct Smoothness {
    double path_length = 0;   // mean of d_i (steps - 1)^2, the perceptual path length of Karras, Laine and Aila, 2019
    double largest_jump = 0;  // the largest sqrt(d_i)
    double at = 0;            // its t, halfway between the two; t counts from one knot of a path to the next as 1
};

/// Of one path: `features` [points, features], at least two points, `steps` from one knot to the next.
Smoothness smoothness(const Matrix& features, std::size_t steps);

/// Of all paths of a set, at least one: the mean of their lengths, and the largest of their jumps.
Smoothness over_all(const std::vector<Smoothness>& paths);

}  // namespace gen
