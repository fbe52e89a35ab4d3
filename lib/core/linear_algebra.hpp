// Matrices and vectors of double precision by xtensor-blas, which one source reads, and one thread of BLAS. For what is not hot, as expressions are;
// networks multiply by core/matmul.hpp.
#pragma once

#include <optional>

#include "core/expression.hpp"

namespace gen {

/// a b. Throws Fault::input where the shapes do not fit.
DoubleMatrix product(const DoubleMatrix& a, const DoubleMatrix& b);

DoubleMatrix transposed(const DoubleMatrix& a);

/// a'a, symmetric to the last bit.
DoubleMatrix square_of(const DoubleMatrix& a);

/// a'b. Throws alike.
DoubleMatrix product_of_transposed(const DoubleMatrix& a, const DoubleMatrix& b);

/// L with L L' = a, a lower triangle; nothing where `a` is not positive definite. Only its lower triangle is looked at.
std::optional<DoubleMatrix> cholesky(const DoubleMatrix& a);

/// L^-1, a lower triangle as L is.
DoubleMatrix inverse_of_lower(const DoubleMatrix& lower);

/// V diag(values) V' = a: values in ascending order, vectors as columns.
struct Eigen {
    DoubleVector values;
    DoubleMatrix vectors;
};

/// Of a symmetric matrix, of which only the lower triangle is looked at. Throws Fault::input where a number is not finite.
Eigen symmetric_eigen(const DoubleMatrix& a);
DoubleVector symmetric_eigenvalues(const DoubleMatrix& a);

}  // namespace gen
