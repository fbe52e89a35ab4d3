#include "eval/scores/data_copying.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "lib/eval/scores/score_draws.hpp"

using namespace gen;

namespace {

DataCopying copying(const Matrix& train, const Matrix& test, const Matrix& samples, const CopyingCells& how = {.cells = 4}, std::size_t threads = 2) {
    Parallel parallel(threads);
    return data_copying(train, test, samples, how, parallel);
}

}  // namespace

TEST_CASE("data copying: z of ranks by hand, with and without ties") {
    const std::vector<real> low = {1, 2, 3};
    const std::vector<real> high = {4, 5, 6, 7};
    const double most = 6 / std::sqrt(3 * 4 * 8 / 12.0);  // U is 12 of a mean of 6
    CHECK(mann_whitney_z(high, low) == doctest::Approx(most));
    CHECK(mann_whitney_z(low, high) == doctest::Approx(-most));
    CHECK(mann_whitney_z(low, low) == 0);
    CHECK(mann_whitney_z(std::vector<real>(3, 2), std::vector<real>(5, 2)) == 0);
    // Ranks 1.5 1.5 3.5 3.5: of a {1, 2} and b {1, 2}, U is as its mean; of {2, 2} and {1, 1} it is 4 of a mean of 2.
    CHECK(mann_whitney_z(std::vector<real>{2, 2}, std::vector<real>{1, 1}) == doctest::Approx(2 / std::sqrt(4 / 12.0 * (5 - 12.0 / 12))));
}

TEST_CASE("data copying: z of equal distributions is standard normal") {
    double sum = 0;
    double squares = 0;
    for (std::uint64_t t = 0; t < 400; ++t) {
        const Matrix a = normal_draws(30, 1, 2 * t);
        const Matrix b = normal_draws(20, 1, 2 * t + 1);
        const double z = mann_whitney_z(a.values(), b.values());
        sum += z / 400;
        squares += z * z / 400;
    }
    CHECK(std::abs(sum) < 4 / std::sqrt(400.0));
    CHECK(std::abs(squares - 1) < 4 * std::sqrt(2.0 / 400));
}

TEST_CASE("data copying: copies lie far below 0, fresh draws at 0 within its error, spread samples far above") {
    const Matrix train = normal_draws(1000, 3, 1);
    const Matrix test = normal_draws(500, 3, 2);
    const DataCopying fresh = copying(train, test, normal_draws(500, 3, 3));
    CHECK(std::abs(fresh.score.value) < 3 * fresh.score.error);
    CHECK(fresh.cells == 4);
    CHECK(fresh.share == 1);
    CHECK(fresh.score.error > 0.49);  // of four equal cells it is half
    CHECK(fresh.score.error < 0.6);
    CHECK(copying(train, test, train).score.value < -10);
    CHECK(copying(train, test, noisy_copies(train, 500, 0.05)).score.value < -5);
    CHECK(copying(train, test, normal_draws(500, 3, 3, 1.6)).score.value > 2);
}

TEST_CASE("data copying: copies and samples far off make up for each other") {
    const Matrix train = normal_draws(1000, 3, 1);
    Matrix samples = noisy_copies(train, 500, 1.6);
    const Matrix copies = noisy_copies(train, 500, 0.01);
    for (std::size_t i = 0; i < 500; ++i)
        for (std::size_t j = 0; i % 5 < 2 && j < 3; ++j) samples(i, j) = copies(i, j);
    CHECK(std::abs(copying(train, normal_draws(500, 3, 2), samples).score.value) < 2);
}

TEST_CASE("data copying: cells with few samples do not count, and the number does not depend on threads") {
    const Matrix train = normal_draws(1000, 3, 1);
    const Matrix test = normal_draws(500, 3, 2);
    const DataCopying none = copying(train, test, normal_draws(20, 3, 3), {.cells = 1});
    CHECK(none.cells == 0);
    CHECK(none.share == 0);
    CHECK(std::isnan(none.score.value));
    CHECK(copying(train, test, normal_draws(21, 3, 3), {.cells = 1}).cells == 1);
    CHECK(copying(train, test, normal_draws(500, 3, 3), {}).cells == 2);  // 500 test rows
    const Matrix samples = normal_draws(500, 3, 4);
    CHECK(copying(train, test, samples, {.cells = 4}, 1).score.value == copying(train, test, samples, {.cells = 4}, 3).score.value);
    CHECK_THROWS_WITH_AS(copying(train, test, Matrix()), "data copying by 500 test rows and 0 samples, expected some of each", Error);
}
