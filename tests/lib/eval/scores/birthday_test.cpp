#include "eval/scores/birthday.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "lib/eval/scores/score_draws.hpp"

using namespace gen;

namespace {

/// Draws of whole numbers below `kinds`, all as likely as the others but the first, which `first` more of the draws are.
Matrix whole_draws(std::size_t n, std::uint32_t kinds, std::uint32_t row, double first = 0) {
    Draws draws({8, Purpose::check}, row);
    Matrix out(n, 1);
    for (std::size_t i = 0; i < n; ++i) {
        const auto kind = static_cast<real>(draws.below(kinds));
        out(i, 0) = draws.uniform() < first ? 0 : kind;
    }
    return out;
}

Birthday birthday(const Matrix& samples, double threshold = 0.5, std::size_t threads = 2) {
    Parallel parallel(threads);
    return birthday_support(samples, threshold, parallel);
}

}  // namespace

TEST_CASE("birthday: by hand") {
    const Birthday found = birthday(Matrix(5, 1, {1, 2, 1, 1, 2}));
    CHECK(found.collisions == 4);
    CHECK(found.support.value == doctest::Approx(10.0 / 4));
    CHECK(found.even_chance == doctest::Approx(std::sqrt(2 * std::log(2.0) * 2.5)));
    CHECK(birthday(Matrix(2, 1, {0, 3}), 3).collisions == 0);  // not less than the threshold
    CHECK(birthday(Matrix(2, 1, {0, 3}), 3.1).collisions == 1);
    CHECK(birthday(Matrix(2, 1, {0, 3}), 3.1).support.value == 1);
    CHECK_THROWS_WITH_AS(birthday(Matrix(1, 1)), "collisions of 1 samples, expected at least 2", Error);
}

TEST_CASE("birthday: finds the number of kinds within its error, which is the spread of repeated draws, equally likely or not") {
    for (const double first : {0.0, 0.1}) {
        constexpr int trials = 60;
        double mean = 0;
        double squares = 0;
        double error = 0;
        int below = 0;
        const double part = 1 - first;
        const double expected = 1 / (part * part / 1000 + 2 * first * part / 1000 + first * first);
        for (std::uint32_t t = 0; t < trials; ++t) {
            const Birthday found = birthday(whole_draws(400, 1000, t, first));
            mean += found.support.value / trials;
            squares += found.support.value * found.support.value / trials;
            error += found.support.error / trials;
            below += found.at_least < expected ? 1 : 0;
        }
        CAPTURE(first);
        const double sd = std::sqrt(squares - mean * mean);
        CHECK(std::abs(mean - expected) < 4 * sd / std::sqrt(trials));
        CHECK(error / sd == doctest::Approx(1).epsilon(0.2));
        CHECK(below >= 0.9 * trials);
        CHECK(below < trials);
    }
}

TEST_CASE("birthday: without collisions the support is at least a third of the pairs") {
    const Birthday found = birthday(normal_draws(300, 20, 1), 0.1);
    CHECK(found.collisions == 0);
    CHECK(std::isinf(found.support.value));
    CHECK(found.at_least == doctest::Approx(300.0 * 299 / 2 / -std::log(0.05)));
}

TEST_CASE("birthday: the threshold is the distance of the nearest two different real rows, which so do not collide") {
    Parallel parallel;
    CHECK(duplicate_threshold(Matrix(4, 2, {0, 0, 3, 4, 30, 0, 30, 0}), parallel) == doctest::Approx(5));
    CHECK_THROWS_WITH_AS(duplicate_threshold(Matrix(3, 2), parallel), "no two different rows among 3 real ones", Error);
    const Matrix real_rows = normal_draws(500, 5, 1);
    const double threshold = duplicate_threshold(real_rows, parallel);
    CHECK(birthday(real_rows, threshold).collisions == 0);
    CHECK(birthday(normal_draws(500, 5, 2), threshold).collisions < 10);
    Matrix few(500, 5);
    for (std::size_t i = 0; i < 500; ++i)
        for (std::size_t j = 0; j < 5; ++j) few(i, j) = real_rows(i % 50, j);
    CHECK(birthday(few, threshold).support.value == doctest::Approx(500.0 * 499 / (50 * 10 * 9)));
    CHECK(birthday(few, threshold, 1).support.error == birthday(few, threshold, 3).support.error);
}
