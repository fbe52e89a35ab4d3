#include "eval/scores/authenticity.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "lib/eval/scores/score_draws.hpp"

using namespace gen;

namespace {

Estimated authentic(const Matrix& train, const Matrix& samples, std::size_t threads = 2) {
    Parallel parallel(threads);
    return authenticity(train, samples, parallel);
}

}  // namespace

TEST_CASE("authenticity: by hand, and of copies 0") {
    const Matrix train(4, 1, {0, 1, 10, 12});
    // Nearest 1 at .9, which has a neighbour at 1; nearest 12 at 3 against 2; nearest 10 at 2 against 2: not farther.
    CHECK(authentic(train, Matrix(3, 1, {real{1.9}, 15, 8})).value == doctest::Approx(1.0 / 3));
    CHECK(authentic(train, train).value == 0);
    CHECK(authentic(normal_draws(500, 8, 1), normal_draws(500, 8, 1)).value == 0);
}

TEST_CASE("authenticity: what fresh draws get is derived, and measured") {
    CHECK(authenticity_of_fresh(1) == doctest::Approx(1.0 / 3));
    CHECK(authenticity_of_fresh(2) == doctest::Approx(1 - 6 * std::numbers::pi / (8 * std::numbers::pi + 3 * std::sqrt(3.0))));
    CHECK(authenticity_of_fresh(3) == doctest::Approx(1 - 16.0 / 27));  // a lens of two unit balls has 5/16 of a ball
    CHECK(authenticity_of_fresh(1000) == doctest::Approx(0.5));
    for (const std::size_t d : {1, 2, 3}) {
        const Estimated found = authentic(normal_draws(4000, d, 1), normal_draws(4000, d, 2));
        CHECK(found.error > 0.007);
        CHECK(std::abs(found.value - authenticity_of_fresh(d)) < 4 * found.error);
    }
}

TEST_CASE("authenticity: copies with a little noise pass where the training rows crowd together") {
    Matrix train = normal_draws(1000, 5, 1);
    for (std::size_t i = 1; i < 1000; i += 2)
        for (std::size_t j = 0; j < 5; ++j) train(i, j) = train(i - 1, j) + real{1e-3F};
    CHECK(authentic(train, noisy_copies(train, 1000, 0.02)).value > 0.9);
    CHECK(authentic(normal_draws(1000, 5, 1), noisy_copies(normal_draws(1000, 5, 1), 1000, 0.02)).value < 0.02);
}

TEST_CASE("authenticity: the same for every number of threads") {
    const Matrix train = normal_draws(900, 4, 1);
    CHECK(authentic(train, normal_draws(700, 4, 2), 1).value == authentic(train, normal_draws(700, 4, 2), 3).value);
}
