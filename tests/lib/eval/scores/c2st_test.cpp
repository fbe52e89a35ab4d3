#include "eval/scores/c2st.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

Estimated told_apart(const Matrix& x, const Matrix& y, const Shape& shape, std::size_t threads = 2, std::uint64_t seed = 0) {
    Parallel parallel(threads);
    return two_sample_test(x, y, shape, {.seed = seed, .steps = 150}, parallel);
}

}  // namespace

TEST_CASE("two-sample test: 0.5 for equal distributions, within three standard errors") {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
        const Estimated found = told_apart(gaussian_rows(1000, 5, 10 + seed), gaussian_rows(1000, 5, 20 + seed), {5}, 2, seed);
        CHECK(std::abs(found.value - 0.5) < 3 * found.error);
        CHECK(found.error == doctest::Approx(std::sqrt(0.25 / 1000)).epsilon(0.01));
    }
    const Matrix same = gaussian_rows(400, 5, 1);
    CHECK(std::abs(told_apart(same, same, {5}).value - 0.5) < 1e-9);  // a row and its copy get the same answer
}

TEST_CASE("two-sample test: 1 for distributions that lie apart, and what the best classifier gets for those that overlap") {
    const Estimated apart = told_apart(gaussian_rows(300, 4, 1), gaussian_rows(500, 4, 2, 1, 10), {4});
    CHECK(apart.value == 1);
    CHECK(apart.error == 0);
    // N(0, 1) and N(2, 1): the share below 1 is Phi(1)
    const Estimated overlapping = told_apart(gaussian_rows(2000, 1, 1), gaussian_rows(2000, 1, 2, 1, 2), {1});
    CHECK(std::abs(overlapping.value - 0.841345) < 3 * overlapping.error);
    // of the same mean and another spread: no linear classifier
    CHECK(told_apart(gaussian_rows(1000, 8, 1), gaussian_rows(1000, 8, 2, 2), {8}).value > 0.85);
}

TEST_CASE("two-sample test: pictures are told apart by what neighbouring pixels have in common") {
    const Matrix noise = gaussian_rows(300, 64, 1);
    Matrix smooth = gaussian_rows(300, 64, 2);
    for (std::size_t i = 0; i < 300; ++i)
        for (std::size_t j = 0; j + 1 < 64; ++j) smooth(i, j) = (smooth(i, j) + smooth(i, j + 1)) / static_cast<real>(std::sqrt(2.0));
    const Estimated found = told_apart(noise, smooth, {1, 8, 8});
    CHECK(found.value > 0.8);
    CHECK(found.value == told_apart(noise, smooth, {1, 8, 8}, 1).value);
    CHECK(found.value == told_apart(noise, smooth, {1, 8, 8}, 3).value);
    const Matrix other = gaussian_rows(300, 64, 3);
    const Estimated equal = told_apart(noise, other, {1, 8, 8});
    CHECK(std::abs(equal.value - 0.5) < 3 * equal.error);
}

TEST_CASE("two-sample test: a shape that rows do not have is refused") {
    CHECK_THROWS_WITH_AS(told_apart(Matrix(9, 64), Matrix(9, 64), {1, 8, 9}), "rows of 64 numbers, expected 72 of shape 1x8x9", Error);
}
