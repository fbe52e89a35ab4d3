#include "eval/scores/inception_score.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

using namespace gen;

TEST_CASE("inception score: 1 where all rows are alike, the number of classes where each row is sure of its own") {
    const real never = -1000;
    CHECK(inception_score(Matrix(3, 2, std::vector<real>(6, static_cast<real>(std::log(0.5))))).value == doctest::Approx(1).epsilon(1e-6));
    CHECK(inception_score(Matrix(4, 2, {0, never, 0, never, never, 0, never, 0})).value == doctest::Approx(2));
    // p = (.9, .1) and (.3, .7): the mean of the divergences from (.6, .4).
    const double expected = (0.9 * std::log(1.5) + 0.1 * std::log(0.25) + 0.3 * std::log(0.5) + 0.7 * std::log(1.75)) / 2;
    const Matrix two(2, 2, {std::log(0.9F), std::log(0.1F), std::log(0.3F), std::log(0.7F)});
    CHECK(inception_score(two).value == doctest::Approx(std::exp(expected)).epsilon(1e-6));
    CHECK(inception_score(two).error > 0);
    CHECK_THROWS_AS(inception_score(Matrix(0, 3)), Error);
}
