#include "eval/smoothness.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace gen;

TEST_CASE("smoothness: what changes evenly has the same path length for any number of steps") {
    for (const std::size_t points : {2, 5, 101}) {
        Matrix x(points, 3);
        for (std::size_t i = 0; i < points; ++i)
            for (std::size_t k = 0; k < 3; ++k)
                x(i, k) = static_cast<real>(k == 0 ? 3.0 * static_cast<double>(i) / static_cast<double>(points - 1) : 1.0);
        const Smoothness s = smoothness(x, points);
        CHECK(s.path_length == doctest::Approx(3));  // one of three features goes 3 in a unit of t: 9 / 3
        CHECK(s.largest_jump == doctest::Approx(std::sqrt(3.0) / static_cast<double>(points - 1)));
    }
}

TEST_CASE("smoothness: a gap is longer than a slope, and found") {
    Matrix slope(11, 1);
    Matrix gap(11, 1);
    for (std::size_t i = 0; i < 11; ++i) {
        slope(i, 0) = static_cast<real>(i) / 10;
        gap(i, 0) = i < 7 ? 0 : 1;
    }
    CHECK(smoothness(slope, 11).path_length == doctest::Approx(1));
    const Smoothness s = smoothness(gap, 11);
    CHECK(s.path_length == doctest::Approx(10));  // one of ten steps jumps by 1: 1 / 10 of 1 * 10^2
    CHECK(s.largest_jump == doctest::Approx(1));
    CHECK(s.at == doctest::Approx(0.65));
}

TEST_CASE("smoothness: along a path through several points t grows by 1 for each") {
    const Matrix x(5, 1, {0, 1, 2, 3, 7});  // three points, 3 steps from each to the next
    const Smoothness s = smoothness(x, 3);
    CHECK(s.path_length == doctest::Approx((1.0 + 1 + 1 + 16) / 4 * 4));
    CHECK(s.largest_jump == doctest::Approx(4));
    CHECK(s.at == doctest::Approx(1.75));
}

TEST_CASE("smoothness: nothing that changes has no length, and over all paths the mean length and the largest jump count") {
    const Smoothness still = smoothness(Matrix(4, 2), 4);
    CHECK(still.path_length == 0);
    CHECK(still.largest_jump == 0);
    const Smoothness all = over_all({still, {.path_length = 4, .largest_jump = 3, .at = 0.25}, {.path_length = 5, .largest_jump = 2, .at = 0.75}});
    CHECK(all.path_length == doctest::Approx(3));
    CHECK(all.largest_jump == 3);
    CHECK(all.at == 0.25);
}
