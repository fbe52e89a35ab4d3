#pragma once

#include <limits>

#include "core/real.hpp"

namespace gen {

/// What weights, moments and statistics may come to: far enough from infinity that sums and differences of two are finite.
constexpr real range_end = std::numeric_limits<real>::max() / 4;
/// NaN is not.
constexpr bool in_range(real x) { return x >= -range_end && x <= range_end; }

}  // namespace gen
