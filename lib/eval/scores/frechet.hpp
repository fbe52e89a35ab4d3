#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"
#include "eval/scores/moments.hpp"

namespace gen {

/// The squared Frechet (Wasserstein-2) distance of Gaussians of these moments, as FID has it (Heusel et al., 2017; Dowson and Landau, 1982):
///   |m1 - m2|^2 + tr(S1) + tr(S2) - 2 tr((S1 S2)^(1/2)).
/// The last trace is the sum of the roots of the eigenvalues of L' S2 L, where L L' = S1: no root of a matrix is taken, nothing is added to a
/// diagonal, and covariances may be singular.
struct Frechet {
    double distance = 0;
    double means = 0;        // |m1 - m2|^2, a part of it
    std::size_t rank_a = 0;  // of S1, to rounding: less than the dimensions where rows are few or features depend on each other
    std::size_t rank_b = 0;  // of L' S2 L, at most that of S2
};

/// Throws Fault::input where dimensions differ or a number is not finite.
Frechet frechet_distance(const Moments& a, const Moments& b);

/// The distance between the rows of two samples, of which `a` and `b` are the moments, and its standard error: by the influence of each row, to first
/// order, so that where both have the same distribution it is somewhat too large.
Estimated frechet_distance(const Moments& a, const Matrix& x, const Moments& b, const Matrix& y, Parallel& parallel);

/// What samples of n and m rows of the same Gaussian with covariance s I score in the mean, to first order in 1/n: both means and covariances are
/// estimated. (1/n + 1/m) s (d + d (d + 1) / 4).
double frechet_floor(std::size_t n, std::size_t m, std::size_t dimensions, double variance);

/// The distance to samples without end (Chong and Forsyth, 2020): of random parts of y of 15 sizes from a tenth to the whole, extrapolated by a line
/// in 1 / size. The reference stays what it is. The error holds that of the line and that of the samples.
Estimated frechet_infinity(const Moments& a, const Matrix& y, std::uint64_t seed, Parallel& parallel);

}  // namespace gen
