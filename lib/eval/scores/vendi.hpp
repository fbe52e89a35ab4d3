#pragma once

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// The Vendi score (Friedman and Dieng, 2023): exp of the entropy of the eigenvalues of K / n, where K holds the cosines between the rows of x [n,
/// d]. How many different rows there are: 1 for copies of one, n for orthogonal ones, at most d. They are found from the smaller of K / n and the d x
/// d matrix of the same eigenvalues. A row of zeros counts as orthogonal to all. Its error is by the influence of each row, to first order.
Estimated vendi_score(const Matrix& x, Parallel& parallel);

}  // namespace gen
