#pragma once

#include <cstddef>
#include <vector>

namespace gen {

/// L with L L' = a, lower triangle; both [d, d], row by row. False where `a` is not positive definite; only its lower triangle is looked at.
bool cholesky(const std::vector<double>& a, std::size_t d, std::vector<double>& lower);

/// The inverse of a lower triangle [d, d], which is one too.
std::vector<double> inverse_of_lower(const std::vector<double>& lower, std::size_t d);

}  // namespace gen
