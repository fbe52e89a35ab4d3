#include "eval/scores/manifold.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "only_once.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

ManifoldScores with_balls(const Matrix& x, const Matrix& y, const Balls& precision, const Balls& density, std::size_t threads = 2) {
    Parallel parallel(threads);
    const std::size_t k = std::max(precision.k, density.k);
    const Neighbours of_x = nearest_others(x, k, parallel);
    const Neighbours of_y = nearest_others(y, k, parallel);
    return manifold_scores({x, of_x}, {y, of_y}, precision, density, parallel);
}

ManifoldScores manifold_of(const Matrix& x, const Matrix& y, std::size_t precision_k = 3, std::size_t density_k = 5, std::size_t threads = 2) {
    return with_balls(x, y, {precision_k, true}, {density_k, false}, threads);
}

}  // namespace

// The example in the README of the authors' code: 10,000 draws each of a Gaussian in 1,000 dimensions, k = 5.
TEST_CASE("manifold: precision, recall, density and coverage of the published example" * only_once) {
    const ManifoldScores found = manifold_of(gaussian_rows(10000, 1000, 1), gaussian_rows(10000, 1000, 2), 5, 5);
    CHECK(std::abs(found.precision.value - 0.4772) < 0.03);
    CHECK(std::abs(found.recall.value - 0.4705) < 0.03);
    CHECK(std::abs(found.density.value - 1.0555) < 0.2);
    CHECK(std::abs(found.coverage.value - 0.9735) < 0.015);
}

TEST_CASE("manifold: for equal distributions density is 1 and coverage at its ceiling, for unequal sizes too") {
    CHECK(coverage_ceiling(10000, 10000, 5) == doctest::Approx(0.968773).epsilon(1e-6));
    CHECK(coverage_ceiling(1000, 1000, 5) == doctest::Approx(0.968984).epsilon(1e-6));
    CHECK(coverage_ceiling(2, 1, 1) == doctest::Approx(0.5));  // of the two others of a row the sample is the nearer one every second time
    std::vector<double> densities;
    std::vector<double> coverages;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const ManifoldScores found = manifold_of(gaussian_rows(300, 2, 2 * seed), gaussian_rows(200, 2, 2 * seed + 1));
        densities.push_back(found.density.value);
        coverages.push_back(found.coverage.value);
    }
    const Estimated density = estimated(densities);
    const Estimated coverage = estimated(coverages);
    CHECK(std::abs(density.value - 1) < 3 * density.error);
    CHECK(std::abs(coverage.value - coverage_ceiling(300, 200, 5)) < 3 * coverage.error);
    CHECK(coverage.error < 0.01);
}

TEST_CASE("manifold: samples of one half of the data are precise and recall half of it, not the other way about, and closed balls hold their rim") {
    Matrix x(400, 1);
    Matrix y(200, 1);
    for (std::size_t i = 0; i < 200; ++i) {
        x(i, 0) = static_cast<real>(i);
        x(200 + i, 0) = static_cast<real>(10000 + i);
        y(i, 0) = static_cast<real>(static_cast<double>(i) + 0.25);
    }
    const ManifoldScores found = manifold_of(x, y);
    CHECK(found.precision.value == 1);
    CHECK(found.recall.value == 0.5);
    CHECK(found.coverage.value == 0.5);
    CHECK(found.precision.error == 0);
    CHECK(found.recall.error == doctest::Approx(0.025));
    // Real rows 0, 1, 2, 3 and a sample 1 beyond the last: within its ball of k = 1 only where the ball is closed.
    const Matrix row(4, 1, {0, 1, 2, 3});
    const Matrix beyond(2, 1, {4, 50});
    CHECK(with_balls(row, beyond, {1, true}, {1, true}).precision.value == 0.5);
    CHECK(with_balls(row, beyond, {1, true}, {1, true}).coverage.value == 0.25);
    CHECK(with_balls(row, beyond, {1, false}, {1, false}).precision.value == 0);
    CHECK(with_balls(row, beyond, {1, false}, {1, false}).density.value == 0);
}

TEST_CASE("manifold: the numbers are equal for any threads") {
    const Matrix x = gaussian_rows(1500, 8, 1);
    const Matrix y = gaussian_rows(1300, 8, 2);
    const ManifoldScores one = manifold_of(x, y, 3, 5, 1);
    const ManifoldScores three = manifold_of(x, y, 3, 5, 3);
    CHECK(one.precision.value == three.precision.value);
    CHECK(one.recall.value == three.recall.value);
    CHECK(one.density.value == three.density.value);
    CHECK(one.density.error == three.density.error);
    CHECK(one.coverage.value == three.coverage.value);
}
