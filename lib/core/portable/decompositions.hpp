#pragma once

#include <cstddef>
#include <optional>
#include <vector>

// What core/linear_algebra.hpp gives, by plain loops whose bits depend on no library. Square matrices of n rows, row-major.
namespace gen::portable {

/// The lower triangle L with L L' = a, zeros above; nothing where `a` is not positive definite. Looks at its lower triangle alone.
std::optional<std::vector<double>> cholesky(const double* a, std::size_t n);

std::vector<double> inverse_of_lower(const double* lower, std::size_t n);

struct EigenPairs {
    std::vector<double> values;   // ascending
    std::vector<double> vectors;  // one a row
};

/// Of a symmetric matrix, of which only the lower triangle is looked at. Householder's reduction to three diagonals and QL with implicit shifts, as
/// in Bowdler, Martin, Reinsch and Wilkinson, "The QR and QL algorithms for symmetric matrices", 1968.
EigenPairs symmetric_eigen(const double* a, std::size_t n);

}  // namespace gen::portable
