#include "models/avb/noise_basis.hpp"

#include <algorithm>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

constexpr double shift = 5;  // so that a_i starts near e^-5

double weight_of(real raw) {
    const double x = static_cast<double>(raw) - shift;
    return x > 0 ? x + 1 : math::exp(x);
}

double slope_of(real raw) { return math::exp(std::min(static_cast<double>(raw) - shift, 0.0)); }

}  // namespace

void add_basis(const BasisRow& row, std::size_t i, const real* v, real* z) {
    const real* const raw = row.encoded + (1 + i) * row.n;
    for (std::size_t j = 0; j < row.n; ++j) z[j] += static_cast<real>(weight_of(raw[j]) * static_cast<double>(v[j]));
}

void basis_gradient(const BasisRow& row, std::size_t i, const real* v, const real* dz, real* d_encoded, real* dv) {
    const std::size_t first = (1 + i) * row.n;
    for (std::size_t j = 0; j < row.n; ++j) {
        const real raw = row.encoded[first + j];
        d_encoded[first + j] = static_cast<real>(slope_of(raw) * static_cast<double>(v[j]) * static_cast<double>(dz[j]));
        dv[j] = static_cast<real>(weight_of(raw) * static_cast<double>(dz[j]));
    }
}

void add_basis_moments(const BasisRow& row, std::size_t i, const real* mean_of_v, const real* variance_of_v, real* mean, real* variance) {
    const real* const raw = row.encoded + (1 + i) * row.n;
    for (std::size_t j = 0; j < row.n; ++j) {
        const double a = weight_of(raw[j]);
        mean[j] += static_cast<real>(a * static_cast<double>(mean_of_v[j]));
        variance[j] += static_cast<real>(a * a * static_cast<double>(variance_of_v[j]));
    }
}

}  // namespace gen
