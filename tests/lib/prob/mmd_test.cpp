#include "prob/mmd.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

double kernel(const Matrix& a, std::size_t i, const Matrix& b, std::size_t j, double sd) {
    double square = 0;
    for (std::size_t k = 0; k < a.columns(); ++k) square += std::pow(static_cast<double>(a(i, k)) - static_cast<double>(b(j, k)), 2);
    double sum = 0;
    for (const double s : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0}) {
        const double c = s * 2 * static_cast<double>(a.columns()) * sd * sd;
        sum += c / (c + square);
    }
    return sum;
}

double mean_kernel(const Matrix& a, const Matrix& b, bool same, double sd) {
    double sum = 0;
    for (std::size_t i = 0; i < a.rows(); ++i)
        for (std::size_t j = 0; j < b.rows(); ++j)
            if (!same || i != j) sum += kernel(a, i, b, j, sd);
    return sum / static_cast<double>(a.rows() * (b.rows() - (same ? 1 : 0)));
}

double mmd(const Matrix& z, const Matrix& p, double sd = 1) {
    Parallel parallel(2);
    return Mmd(sd)(panel(z), panel(p), parallel);
}

void check_against_central_differences(Matrix z, const Matrix& p, double factor) {
    Matrix dz(z.rows(), z.columns());
    dz.fill(real{0.25});  // the gradient is added
    Parallel parallel(2);
    Mmd(1.5)(panel(std::as_const(z)), panel(p), parallel, factor, panel(dz));
    for (real& g : dz.values()) g -= real{0.25};
    check_gradient(z, dz, [&] { return factor * mmd(z, p, 1.5); });
}

}  // namespace

TEST_CASE("mmd: two codes against two draws, by hand") {
    // Kernels of distances 1, 4 and 0 with C = 2; the pairs are (0,1), (3,5), and 3, 5, 2, 4 apart.
    const Matrix z(2, 1, {0, 1});
    const Matrix p(2, 1, {3, 5});
    const auto k = [](double square) {
        return 0.2 / (0.2 + square) + 0.4 / (0.4 + square) + 1 / (1 + square) + 2 / (2 + square) + 4 / (4 + square) + 10 / (10 + square) +
               20 / (20 + square);
    };
    CHECK(mmd(z, p) == doctest::Approx(k(1) + k(4) - 0.5 * (k(9) + k(25) + k(4) + k(16))).epsilon(1e-12));
}

TEST_CASE("mmd: it is the mean kernel of pairs, written as double loops") {
    const Matrix z = normals(70, 3, 1);
    const Matrix p = normals(133, 3, 2);
    const double expected = mean_kernel(z, z, true, 0.7) + mean_kernel(p, p, true, 0.7) - 2 * mean_kernel(z, p, false, 0.7);
    CHECK(mmd(z, p, 0.7) == doctest::Approx(expected).epsilon(1e-9));
}

TEST_CASE("mmd: the gradient is that of central differences, times the factor, and is added") {
    check_against_central_differences(normals(5, 3, 1), normals(7, 3, 2), 2.5);
    check_against_central_differences(normals(9, 1, 3), normals(2, 1, 4), -1);
}

TEST_CASE("mmd: about 0 for one distribution, within its standard error, and far from it for two") {
    constexpr std::size_t trials = 60;
    double sum = 0;
    double squares = 0;
    double smallest_shifted = INFINITY;
    double largest = 0;
    for (std::uint64_t trial = 0; trial < trials; ++trial) {
        Matrix z = normals(100, 2, 2 * trial + 100);
        const Matrix p = normals(100, 2, 2 * trial + 101);
        const double value = mmd(z, p);
        sum += value;
        squares += value * value;
        largest = std::max(largest, value);
        for (real& x : z.values()) x += 1;
        smallest_shifted = std::min(smallest_shifted, mmd(z, p));
    }
    const double mean = sum / trials;
    const double error = std::sqrt((squares / trials - mean * mean) / (trials - 1));
    CHECK(std::abs(mean) < 3 * error);
    CHECK(error < 0.005);  // a biased estimate lies 2 * 7 / 100 higher
    CHECK(smallest_shifted > 3 * largest);
}

TEST_CASE("mmd: same bits for every number of threads, and again from the same object") {
    const Matrix z = normals(200, 4, 1);
    const Matrix p = normals(150, 4, 2);
    double values[4];
    Matrix dz[4];
    for (std::size_t i = 0; i < 4; ++i) {
        Parallel parallel(i % 3 + 1);
        Mmd estimate;
        dz[i] = Matrix(200, 4);
        if (i == 3) estimate(panel(p), panel(z), parallel);
        values[i] = estimate(panel(z), panel(p), parallel, 3, panel(dz[i]));
        CHECK(values[i] == values[0]);
        CHECK(std::equal(dz[i].values().begin(), dz[i].values().end(), dz[0].values().begin()));
    }
    CHECK(values[0] != 0);
}

TEST_CASE("mmd: what does not fit is refused") {
    Parallel parallel(1);
    Mmd estimate;
    const Matrix one(1, 3);
    const Matrix two(2, 3);
    const Matrix narrow(2, 2);
    Matrix dz(3, 3);
    CHECK_THROWS_WITH_AS(estimate(panel(one), panel(two), parallel), "MMD of 1 codes, expected at least 2", Error);
    CHECK_THROWS_WITH_AS(estimate(panel(two), panel(one), parallel), "MMD with 1 draws of the prior, expected at least 2", Error);
    CHECK_THROWS_WITH_AS(estimate(panel(two), panel(narrow), parallel), "MMD: prior is 2x2, expected 2x3", Error);
    CHECK_THROWS_WITH_AS(estimate(panel(two), panel(two), parallel, 1, panel(dz)), "MMD: dz is 3x3, expected 2x3", Error);
}
