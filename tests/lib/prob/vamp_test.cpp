#include "prob/vamp.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <utility>

#include "core/error.hpp"
#include "gradients.hpp"
#include "prob/gaussian.hpp"

using namespace gen;

namespace {

std::vector<double> densities(const Matrix& z, const Matrix& mean, const Matrix& logvar) {
    Parallel parallel(2);
    VampPrior prior;
    prior.assign(panel(mean), panel(logvar));
    std::vector<double> out(z.rows());
    prior.log_density(panel(z), out, parallel);
    return out;
}

double sum(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

}  // namespace

TEST_CASE("vamp: one standard Gaussian is the usual prior") {
    const Matrix z = normals(9, 3, 1);
    const std::vector<double> values = densities(z, Matrix(1, 3), Matrix(1, 3));
    for (std::size_t i = 0; i < 9; ++i) {
        double expected = -1.5 * std::log(2 * std::numbers::pi);
        for (std::size_t k = 0; k < 3; ++k) expected -= 0.5 * static_cast<double>(z(i, k)) * static_cast<double>(z(i, k));
        CHECK(values[i] == doctest::Approx(expected).epsilon(1e-12));
    }
}

TEST_CASE("vamp: the mean density of components, written as double loops, and K copies of one are that one") {
    const Matrix z = normals(70, 2, 1);
    const Matrix mean = normals(5, 2, 2);
    const Matrix logvar = normals(5, 2, 3);
    const std::vector<double> values = densities(z, mean, logvar);
    for (std::size_t i = 0; i < 70; ++i) {
        double p = 0;
        for (std::size_t j = 0; j < 5; ++j) {
            double product = 1;
            for (std::size_t k = 0; k < 2; ++k) {
                const double variance = std::exp(static_cast<double>(logvar(j, k)));
                const double distance = static_cast<double>(z(i, k)) - static_cast<double>(mean(j, k));
                product *= std::exp(-0.5 * distance * distance / variance) / std::sqrt(2 * std::numbers::pi * variance);
            }
            p += product / 5;
        }
        CHECK(values[i] == doctest::Approx(std::log(p)).epsilon(1e-10));
    }
    const std::vector<double> one = densities(z, Matrix(1, 2), Matrix(1, 2));
    const std::vector<double> copies = densities(z, Matrix(6, 2), Matrix(6, 2));
    for (std::size_t i = 0; i < 70; ++i) CHECK(copies[i] == doctest::Approx(one[i]).epsilon(1e-12));
}

TEST_CASE("vamp: a code that is far from every component has a finite density") {
    const Matrix z(1, 1, {200});
    CHECK(densities(z, Matrix(2, 1), Matrix(2, 1))[0] == doctest::Approx(-20000 - 0.5 * std::log(2 * std::numbers::pi)));
}

TEST_CASE("vamp: gradients in z, means and log-variances are those of central differences, times the factor, and are added") {
    Matrix z = normals(7, 3, 4);
    Matrix mean = normals(4, 3, 5);
    Matrix logvar = normals(4, 3, 6);
    Matrix d[] = {Matrix(7, 3), Matrix(4, 3), Matrix(4, 3)};
    for (Matrix& m : d) m.fill(real{0.5});
    constexpr double factor = -0.7;
    Parallel parallel(2);
    VampPrior prior;
    prior.assign(panel(std::as_const(mean)), panel(std::as_const(logvar)));
    std::vector<double> out(7);
    prior.log_density(panel(std::as_const(z)), out, parallel, factor, {panel(d[0]), panel(d[1]), panel(d[2])});
    CHECK(out == densities(z, mean, logvar));
    for (Matrix& m : d)
        for (real& g : m.values()) g -= real{0.5};
    const auto loss = [&] { return factor * sum(densities(z, mean, logvar)); };
    check_gradient(z, d[0], loss);
    check_gradient(mean, d[1], loss);
    check_gradient(logvar, d[2], loss);
}

TEST_CASE("vamp: same bits for every number of threads, and again from the same object") {
    const Matrix z = normals(3000, 3, 4);
    const Matrix mean = normals(17, 3, 5);
    const Matrix logvar = normals(17, 3, 6);
    std::vector<double> first;
    Matrix expected[3];
    for (std::size_t i = 0; i < 4; ++i) {
        Parallel parallel(i % 3 + 1);
        Matrix d[] = {Matrix(3000, 3), Matrix(17, 3), Matrix(17, 3)};
        VampPrior prior;
        std::vector<double> out(3000);
        for (std::size_t repeat = 0; repeat <= i / 3; ++repeat) {
            for (Matrix& m : d) m.fill(0);
            prior.assign(panel(mean), panel(logvar));
            prior.log_density(panel(z), out, parallel, 0.5, {panel(d[0]), panel(d[1]), panel(d[2])});
        }
        if (i == 0) {
            first = out;
            for (std::size_t k = 0; k < 3; ++k) expected[k] = d[k];
        }
        CHECK(out == first);
        for (std::size_t k = 0; k < 3; ++k) CHECK(std::equal(d[k].values().begin(), d[k].values().end(), expected[k].values().begin()));
    }
}

TEST_CASE("vamp: no rows change nothing") {
    const Matrix parameters(2, 3);
    Matrix none(0, 3);
    Matrix d(2, 3);
    Parallel parallel(1);
    VampPrior prior;
    prior.assign(panel(parameters), panel(parameters));
    prior.log_density(panel(std::as_const(none)), {}, parallel, 1, {panel(none), panel(d), panel(d)});
    for (const real g : d.values()) CHECK(g == 0);
}

TEST_CASE("vamp: what does not fit is refused") {
    Parallel parallel(1);
    VampPrior prior;
    const Matrix a(4, 3);
    const Matrix b(4, 2);
    const Matrix none(0, 3);
    Matrix good(4, 3);
    Matrix bad(3, 3);
    std::vector<double> out(4);
    CHECK_THROWS_WITH_AS(prior.log_density(panel(a), out, parallel), "VampPrior of 0 components, expected at least 1", Error);
    CHECK_THROWS_WITH_AS(prior.assign(panel(none), panel(none)), "VampPrior of 0 components, expected at least 1", Error);
    CHECK_THROWS_WITH_AS(prior.assign(panel(a), panel(b)), "VampPrior: logvar is 4x2, expected 4x3", Error);
    prior.assign(panel(a), panel(a));
    CHECK_THROWS_WITH_AS(prior.log_density(panel(b), out, parallel), "VampPrior: z is 4x2, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(prior.log_density(panel(a), std::span(out).first(3), parallel), "VampPrior: room for 3 densities, expected 4", Error);
    const auto gradients = [&](const VampPrior::Gradients& d) { prior.log_density(panel(a), out, parallel, 1, d); };
    CHECK_THROWS_WITH_AS(gradients({panel(bad), panel(good), panel(good)}), "VampPrior: dz is 3x3, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(gradients({panel(good), panel(bad), panel(good)}), "VampPrior: d_mean is 3x3, expected 4x3", Error);
    CHECK_THROWS_WITH_AS(gradients({panel(good), panel(good), panel(bad)}), "VampPrior: d_logvar is 3x3, expected 4x3", Error);
}
