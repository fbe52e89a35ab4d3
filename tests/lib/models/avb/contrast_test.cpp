#include "models/avb/contrast.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "gradients.hpp"
#include "models/avb/noise_basis.hpp"

using namespace gen;

namespace {

const real mean[] = {real{0.5}, -1};
const real variance[] = {real{2e-4}, real{0.25}};
const ContrastRow row = {mean, variance, 2};

}  // namespace

TEST_CASE("contrast: zbar and log r(z|x) both have var + 1e-4 where variances are small") {
    const real z[] = {real{0.52}, 0};
    real zbar[2];
    normalise(row, z, zbar);
    const double small = 3e-4;
    CHECK(static_cast<double>(zbar[0]) == doctest::Approx(0.02 / std::sqrt(small)).epsilon(1e-4));
    CHECK(static_cast<double>(zbar[1]) == doctest::Approx(1 / std::sqrt(0.2501)).epsilon(1e-4));
    const double expected = -(0.0004 / small + std::log(2 * std::numbers::pi * small) + 1 / 0.2501 + std::log(2 * std::numbers::pi * 0.2501)) / 2;
    CHECK(log_density(row, zbar, 0, nullptr) == doctest::Approx(expected).epsilon(1e-4));
}

TEST_CASE("contrast: gradients by z are those of central differences, moments held") {
    Matrix z(1, 2, {real{0.52}, real{0.3}});
    const double weights[] = {0.4, -0.7};
    const auto loss = [&] {
        real zbar[2];
        normalise(row, z.data(), zbar);
        return weights[0] * static_cast<double>(zbar[0]) + weights[1] * static_cast<double>(zbar[1]) + 0.3 * log_density(row, zbar, 0, nullptr);
    };
    Matrix dz(1, 2);
    real zbar[2];
    normalise(row, z.data(), zbar);
    const real d[] = {static_cast<real>(weights[0]), static_cast<real>(weights[1])};
    normalise_gradient(row, d, dz.data());
    log_density(row, zbar, 0.3, dz.data());
    check_gradient(z, dz, loss);
}

TEST_CASE("contrast: moments of columns are those of the batch, divided by its rows") {
    const Matrix z(4, 2, {1, 0, 2, 0, 3, 0, 6, 2});
    real found_mean[2];
    real found_variance[2];
    column_moments(z, found_mean, found_variance);
    CHECK(found_mean[0] == 3);
    CHECK(found_variance[0] == real{3.5});
    CHECK(found_variance[1] == real{0.75});
}

TEST_CASE("noise basis: weights enter means as they are and variances squared, as draws of z have them") {
    const real encoded[] = {real{0.3}, -1, 5, 3, 7, real{4.5}};  // z0, raw of a_1, raw of a_2
    const BasisRow basis = {encoded, 2, 2};
    const std::size_t rows = 20000;
    const Matrix v[] = {normals(rows, 2, 1), normals(rows, 2, 2)};
    real mean_of_v[2][2];
    real variance_of_v[2][2];
    real told_mean[] = {encoded[0], encoded[1]};
    real told_variance[] = {0, 0};
    for (std::size_t i = 0; i < 2; ++i) {
        column_moments(v[i], mean_of_v[i], variance_of_v[i]);
        add_basis_moments(basis, i, mean_of_v[i], variance_of_v[i], told_mean, told_variance);
    }
    Matrix z(rows, 2);
    for (std::size_t k = 0; k < rows; ++k) {
        std::copy_n(encoded, 2, z.row(k));
        for (std::size_t i = 0; i < 2; ++i) add_basis(basis, i, v[i].row(k), z.row(k));
    }
    real found_mean[2];
    real found_variance[2];
    column_moments(z, found_mean, found_variance);
    for (std::size_t j = 0; j < 2; ++j) {
        CHECK(static_cast<double>(found_mean[j]) == doctest::Approx(static_cast<double>(told_mean[j])).epsilon(1e-3));
        CHECK(static_cast<double>(found_variance[j]) == doctest::Approx(static_cast<double>(told_variance[j])).epsilon(0.03));
    }
    CHECK(static_cast<double>(told_variance[0]) == doctest::Approx(1 + 9).epsilon(0.03));  // elu(0) + 1 = 1, elu(2) + 1 = 3
}
