#include "eval/scores/critic.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

Estimated distance_between(const Matrix& x, const Matrix& y, const Shape& shape, std::size_t threads = 2) {
    Parallel parallel(threads);
    return critic_distance(x, y, shape, {.steps = 200}, parallel);
}

/// Rows of N(0, sd^2 I), the first number moved by `by`.
Matrix moved_rows(std::size_t count, std::size_t d, std::uint64_t seed, double sd, double by) {
    Matrix m = gaussian_rows(count, d, seed, sd);
    for (std::size_t i = 0; i < count; ++i) m(i, 0) += static_cast<real>(by);
    return m;
}

}  // namespace

TEST_CASE("critic: between narrow distributions it finds how far one is moved, in units of the data") {
    for (const double by : {0.02, 1.0, 300.0})
        for (const std::size_t d : {1, 6}) {
            CAPTURE(by);
            CAPTURE(d);
            const Estimated found = distance_between(moved_rows(600, d, 1, by / 50, 0), moved_rows(600, d, 2, by / 50, by), {d});
            CHECK(found.value == doctest::Approx(by).epsilon(0.05));
            CHECK(found.error < by / 100);
        }
}

TEST_CASE("critic: of equal distributions it is 0 within three standard errors, and the wider a gap the larger") {
    const Matrix x = gaussian_rows(1000, 4, 1);
    const Estimated equal = distance_between(x, gaussian_rows(1000, 4, 2), {4});
    CHECK(std::abs(equal.value) < 3 * equal.error);
    const double near = distance_between(x, gaussian_rows(1000, 4, 3, 1, 0.5), {4}).value;
    const double far = distance_between(x, gaussian_rows(1000, 4, 3, 1, 1), {4}).value;
    CHECK(near == doctest::Approx(1).epsilon(0.15));  // every number moved by 0.5: |m| = 1
    CHECK(far == doctest::Approx(2).epsilon(0.1));
}

TEST_CASE("critic: pictures, on any number of threads") {
    const Matrix x = gaussian_rows(200, 64, 1, 0.1);
    const Matrix brighter = gaussian_rows(200, 64, 2, 0.1, 0.5);  // |m| = 4
    const Estimated found = distance_between(x, brighter, {1, 8, 8}, 1);
    CHECK(found.value == doctest::Approx(4).epsilon(0.1));
    CHECK(found.value == distance_between(x, brighter, {1, 8, 8}, 2).value);
    CHECK(found.value == distance_between(x, brighter, {1, 8, 8}, 3).value);
}

TEST_CASE("critic: a shape that rows do not have is refused") {
    CHECK_THROWS_WITH_AS(distance_between(Matrix(9, 64), Matrix(9, 64), {1, 8, 9}), "rows of 64 numbers, expected 72 of shape 1x8x9", Error);
}
