#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

/// Centres [k, d] of cells of the rows of x [n, d]: from k random rows on, each centre moves to the mean of the rows that are nearest to it, until
/// none changes its cell or 30 times (Lloyd, 1982). A centre to which no row is nearest stays where it is. nearest_rows(any, centres, 1) tells cells.
/// Throws Fault::input where there are fewer than k rows or k is 0.
Matrix k_means(const Matrix& x, std::size_t k, std::uint64_t seed, Parallel& parallel);

}  // namespace gen
