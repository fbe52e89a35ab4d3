#include "eval/scores/sliced.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

TEST_CASE("sliced: the distance of quantiles by hand, for unequal sizes too") {
    CHECK(quantile_distance({0, 1}, {2, 5}) == doctest::Approx((4 + 16) / 2.0));
    CHECK(quantile_distance({0}, {1, 3}) == doctest::Approx((1 + 9) / 2.0));
    CHECK(quantile_distance({0, 6}, {0, 3, 6}) == doctest::Approx((0 + 0.5 * 9 + 0.5 * 9 + 0) / 3));
}

TEST_CASE("sliced: MIND of a scale is 3 d (s - 1)^2, of a shift 3 |m|^2") {
    Parallel parallel(2);
    const std::size_t d = 32;
    const Matrix x = gaussian_rows(500, d, 1);
    Matrix scaled = x;
    for (real& v : scaled.values()) v *= real{1.5};
    Matrix shifted = x;
    for (real& v : shifted.values()) v += real{0.5};
    CHECK(sliced_distance(x, scaled, 1000, 0, parallel).value == doctest::Approx(3 * d * 0.25).epsilon(0.04));
    const Estimated shift = sliced_distance(x, shifted, 1000, 0, parallel);
    CHECK(std::abs(shift.value - 3 * d * 0.25) < 3 * shift.error);
    CHECK(shift.value == doctest::Approx(3 * d * 0.25).epsilon(0.1));
    CHECK(sliced_distance(x, x, 100, 0, parallel).value == 0);
    CHECK_THROWS_WITH(sliced_distance(x, Matrix(3, 4), 10, 0, parallel), "sliced distance: features have 32 and 4 numbers");
}
