#include "eval/scores/frechet.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

Moments diagonal_moments(const std::vector<double>& mean, const std::vector<double>& variances) {
    const std::size_t d = mean.size();
    Moments m{.count = 0, .mean = mean, .covariance = std::vector<double>(d * d)};
    for (std::size_t j = 0; j < d; ++j) m.covariance[j * d + j] = variances[j];
    return m;
}

Estimated between(const Matrix& x, const Matrix& y, std::size_t threads = 2) {
    Parallel parallel(threads);
    return frechet_distance(moments_of(x, parallel), x, moments_of(y, parallel), y, parallel);
}

}  // namespace

TEST_CASE("frechet: of diagonal Gaussians it is |m1 - m2|^2 + sum of (s1 - s2)^2, singular ones too") {
    const Frechet f = frechet_distance(diagonal_moments({1, 2, 3}, {1, 4, 9}), diagonal_moments({0, 2, 5}, {4, 4, 1}));
    CHECK(f.means == doctest::Approx(5));
    CHECK(f.distance == doctest::Approx(5 + 1 + 0 + 4).epsilon(1e-12));
    CHECK(f.rank_a == 3);
    const Frechet flat = frechet_distance(diagonal_moments({0, 0}, {1, 0}), diagonal_moments({0, 0}, {0, 4}));
    CHECK(flat.distance == doctest::Approx(5).epsilon(1e-12));
    CHECK(flat.rank_a == 1);
    CHECK(flat.rank_b == 0);
    CHECK(frechet_distance(diagonal_moments({0, 0}, {0, 0}), diagonal_moments({3, 0}, {2, 7})).distance == doctest::Approx(18));
    CHECK_THROWS_WITH(frechet_distance(diagonal_moments({0}, {1}), diagonal_moments({0, 0}, {1, 1})),
                      "Frechet distance: features have 1 and 2 numbers");
}

// [[2, 1], [1, 3]] and [[5, -2], [-2, 1]]: the eigenvalues of the product, (p +- sqrt(p^2 - 4 q)) / 2 with p = 2*5 - 2 - 2 + 3 = 9 and
// q = det * det = 5, have roots whose sum is sqrt(p + 2 sqrt(q)).
TEST_CASE("frechet: of two matrices that do not commute by hand") {
    Moments a{.count = 0, .mean = {0, 0}, .covariance = {2, 1, 1, 3}};
    Moments b{.count = 0, .mean = {0, 0}, .covariance = {5, -2, -2, 1}};
    const double expected = 5 + 6 - 2 * std::sqrt(9 + 2 * std::sqrt(5.0));
    CHECK(frechet_distance(a, b).distance == doctest::Approx(expected).epsilon(1e-13));
    CHECK(frechet_distance(b, a).distance == doctest::Approx(expected).epsilon(1e-13));
    b.covariance[0] = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(frechet_distance(a, b), Error);
}

TEST_CASE("frechet: two samples of one Gaussian are as far apart as the floor says, the divisor is n - 1, numbers are equal for any threads") {
    const Matrix x = gaussian_rows(1000, 64, 1, 1, 100);
    const Matrix y = gaussian_rows(1000, 64, 2, 1, 100);
    CHECK(frechet_floor(1000, 1000, 64, 1) == doctest::Approx(2.208));
    const Estimated found = between(x, y);
    CHECK(found.value == doctest::Approx(2.208).epsilon(0.05));
    CHECK(between(x, y, 1).value == found.value);
    CHECK(between(x, y, 1).error == found.error);
    Parallel parallel(2);
    const Moments of_two = moments_of(Matrix(2, 1, {1, 4}), parallel);
    CHECK(of_two.mean == std::vector<double>{2.5});
    CHECK(of_two.covariance == std::vector<double>{4.5});
    CHECK(moments_of(Matrix(1, 1, {3}), parallel).covariance == std::vector<double>{0});
}

TEST_CASE("frechet: the standard error is the spread over samples") {
    std::vector<double> values;
    double error = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const Estimated found = between(gaussian_rows(400, 3, 2 * seed), gaussian_rows(500, 3, 2 * seed + 1, 1.5, 0.5));
        values.push_back(found.value);
        error += found.error / 40;
    }
    const double spread = estimated(values).error * std::sqrt(40.0);
    CHECK(error == doctest::Approx(spread).epsilon(0.3));
}

TEST_CASE("frechet: extrapolated to samples without end, what is left is the reference's own error") {
    Parallel parallel(2);
    const std::size_t d = 16;
    const Matrix y = gaussian_rows(2000, d, 5, 1.5);
    const Moments exact = diagonal_moments(std::vector<double>(d, 0), std::vector<double>(d, 1));
    const Estimated found = frechet_infinity(exact, y, 0, parallel);
    const double whole = frechet_distance(exact, moments_of(y, parallel)).distance;
    CHECK(std::abs(found.value - 0.25 * d) < 3 * found.error);
    CHECK(whole - found.value == doctest::Approx(2.25 / 2000 * (d + d * (d + 1) / 4.0)).epsilon(0.6));
    CHECK(found.error < 0.3);
}
