#include "eval/scores/kernel_distance.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "only_once.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

Estimated kernel_between(const Matrix& x, const Matrix& y, const KernelDistance& how = {}) {
    Parallel parallel(2);
    return kernel_distance(x, y, how, parallel);
}

bool near(const Estimated& found, double expected) { return std::abs(found.value - expected) < 3 * found.error; }

}  // namespace

TEST_CASE("kernel distance: of a scale and of a shift of N(0, I) as in closed form, within three standard errors that are small" * only_once) {
    const Matrix x = gaussian_rows(4000, 64, 1);
    const Estimated scaled = kernel_between(x, gaussian_rows(4000, 64, 2, 1.5));
    CHECK(near(scaled, 3.0 / 64 * std::pow(1 - 1.5 * 1.5, 2)));  // .0732422
    CHECK(scaled.error < 0.004);
    const Estimated shifted = kernel_between(x, gaussian_rows(4000, 64, 3, 1, 0.5));
    CHECK(near(shifted, 0.971069));
    CHECK(shifted.error < 0.02);
}

TEST_CASE("kernel distance: of equal distributions it is 0, but not with the pairs of a row with itself") {
    const Matrix x = gaussian_rows(1000, 64, 1);
    const Matrix y = gaussian_rows(1000, 64, 2);
    const Estimated found = kernel_between(x, y);
    CHECK(near(found, 0));
    CHECK(std::abs(found.value) < 0.002);
    CHECK(kernel_between(x, y, {.biased = true}).value == doctest::Approx(0.014).epsilon(0.15));
    CHECK(kernel_between(x, gaussian_rows(700, 64, 3), {.rows = 200, .subsets = 7}).error > 0);
    CHECK_THROWS_WITH(kernel_between(x, Matrix(1, 64)), "kernel distance of 1000 and 1 rows, expected 2 or more of each");
}
