#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// MIND: 3 d times the mean of the squared Wasserstein-2 distance of projections on `directions` random directions, which for one-dimensional samples
/// is that of the sorted numbers, where sizes differ that of their quantiles. A shift m gives 3 |m|^2, a scale s of N(0, I) 3 d (s - 1)^2.
/// x [n, d], y [m, d]. The standard error is that over directions, and does not hold that of the samples.
Estimated sliced_distance(const Matrix& x, const Matrix& y, std::size_t directions, std::uint64_t seed, Parallel& parallel);

/// The mean squared distance of the quantiles of two sorted samples: the integral over p of (F^-1(p) - G^-1(p))^2.
double quantile_distance(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace gen
