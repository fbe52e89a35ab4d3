#pragma once

#include <cstddef>

#include "core/matrix.hpp"

namespace gen {

/// The first `axes` directions of largest variance of the rows of x [n, d], as columns [d, axes]: orthonormal, by a few subspace iterations from
/// rows of x, so that the last ones are approximate. axes <= min(n, d).
Matrix principal_axes(const Matrix& x, std::size_t axes);

}  // namespace gen
