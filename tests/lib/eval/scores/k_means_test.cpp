#include "eval/scores/k_means.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/random.hpp"
#include "eval/scores/neighbours.hpp"

using namespace gen;

namespace {

Matrix k_means_points(std::size_t n) {
    Matrix x(n, 2);
    for (std::size_t i = 0; i < n; ++i) {
        random_normal({1, Purpose::check}, static_cast<std::uint32_t>(i), x.row(i), 2);
        x(i, 0) += static_cast<real>(i % 3) * 40;
    }
    return x;
}

}  // namespace

TEST_CASE("k-means: each centre is the mean of the rows that are nearest to it, for any number of threads") {
    const Matrix x = k_means_points(900);
    Parallel one(1);
    Parallel three(3);
    const Matrix centres = k_means(x, 12, 5, one);
    CHECK(std::ranges::equal(centres.values(), k_means(x, 12, 5, three).values()));
    CHECK_FALSE(std::ranges::equal(centres.values(), k_means(x, 12, 6, three).values()));
    const Neighbours cells = nearest_rows(x, centres, 1, one);
    for (std::size_t k = 0; k < 12; ++k) {
        double sum = 0;
        double n = 0;
        for (std::size_t i = 0; i < x.rows(); ++i) {
            if (cells.nearest(i) != k) continue;
            sum += static_cast<double>(x(i, 1));
            ++n;
        }
        REQUIRE(n > 0);
        CHECK(std::abs(static_cast<double>(centres(k, 1)) - sum / n) < 1e-3);
    }
}

TEST_CASE("k-means: one cell has the mean of all, equal rows leave cells empty, and there are no more cells than rows") {
    Parallel parallel(2);
    const Matrix centre = k_means(Matrix(4, 1, {1, 2, 3, 6}), 1, 0, parallel);
    CHECK(centre(0, 0) == 3);
    const Matrix equal = k_means(Matrix(4, 1, {2, 2, 2, 2}), 3, 0, parallel);
    for (std::size_t k = 0; k < 3; ++k) CHECK(equal(k, 0) == 2);
    CHECK_THROWS_WITH_AS(k_means(Matrix(4, 1), 5, 0, parallel), "5 cells of 4 rows", Error);
}
