#include "models/avb/contrast.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

double squared_scale(const ContrastRow& r, std::size_t j) { return static_cast<double>(r.variance[j]) + ContrastRow::added; }

}  // namespace

void normalise(const ContrastRow& r, const real* z, real* zbar) {
    for (std::size_t j = 0; j < r.n; ++j)
        zbar[j] = static_cast<real>((static_cast<double>(z[j]) - static_cast<double>(r.mean[j])) / std::sqrt(squared_scale(r, j)));
}

void normalise_gradient(const ContrastRow& r, const real* dzbar, real* dz) {
    for (std::size_t j = 0; j < r.n; ++j) dz[j] += static_cast<real>(static_cast<double>(dzbar[j]) / std::sqrt(squared_scale(r, j)));
}

double log_density(const ContrastRow& r, const real* zbar, double factor, real* dz) {
    double sum = 0;
    for (std::size_t j = 0; j < r.n; ++j) {
        const double squared = squared_scale(r, j);
        const auto z = static_cast<double>(zbar[j]);
        sum += z * z + math::log(2 * std::numbers::pi * squared);
        if (dz != nullptr) dz[j] -= static_cast<real>(factor * z / std::sqrt(squared));
    }
    return -sum / 2;
}

void column_moments(const Matrix& z, real* mean, real* variance) {
    const std::size_t n = z.columns();
    const auto rows = static_cast<double>(z.rows());
    std::vector<double> sums(n);
    for (std::size_t i = 0; i < z.rows(); ++i)
        for (std::size_t j = 0; j < n; ++j) sums[j] += static_cast<double>(z(i, j));
    std::vector<double> squares(n);
    for (std::size_t i = 0; i < z.rows(); ++i)
        for (std::size_t j = 0; j < n; ++j) {
            const double distance = static_cast<double>(z(i, j)) - sums[j] / rows;
            squares[j] += distance * distance;
        }
    for (std::size_t j = 0; j < n; ++j) {
        mean[j] = static_cast<real>(sums[j] / rows);
        variance[j] = static_cast<real>(squares[j] / rows);
    }
}

}  // namespace gen
