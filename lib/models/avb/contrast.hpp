#pragma once

#include <cstddef>

#include "core/matrix.hpp"

namespace gen {

/// r(z|x) = N(mean, s^2) with the moments of q(z|x), one row: what T is to tell q from, z seen as zbar = (z - mean) / s (Mescheder, Nowozin and
/// Geiger, 2017, section 3.3). Where variances are about 1e-4, what is added counts: it stands in s^2 wherever that is used. Gradients stop at the
/// moments.
struct ContrastRow {
    static constexpr double added = 1e-4;  // s^2 = variance + this

    const real* mean;
    const real* variance;
    std::size_t n;
};

void normalise(const ContrastRow& r, const real* z, real* zbar);
/// Adds dL/dzbar dzbar/dz to dz.
void normalise_gradient(const ContrastRow& r, const real* dzbar, real* dz);
/// log r(z|x) in nats. Adds `factor` times the gradient to dz unless it is null.
double log_density(const ContrastRow& r, const real* zbar, double factor, real* dz);

/// Mean and variance of each column.
void column_moments(const Matrix& z, real* mean, real* variance);

}  // namespace gen
