#include "eval/scores/training_neighbours.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lib/eval/scores/score_draws.hpp"

using namespace gen;

TEST_CASE("training neighbours: by hand: rows, distances, those nearest to the training set first") {
    Parallel parallel(2);
    const Matrix train(3, 2, {0, 0, 10, 0, 0, 10});
    const TrainingNeighbours found = training_neighbours(train, Matrix(2, 2, {0, 2, 6, 0}), Matrix(4, 2, {3, 4, 10, 1, 10, 0, 0, 11}), parallel);
    CHECK(found.rows == std::vector<std::uint32_t>{0, 1, 1, 2});
    const double distances[] = {5, 1, 0, 1};
    for (std::size_t i = 0; i < 4; ++i) CHECK(found.distances[i] == doctest::Approx(distances[i]));
    CHECK(found.order == std::vector<std::uint32_t>{2, 1, 3, 0});
    CHECK(found.ratio.value == doctest::Approx(1.75 / 3));
}

TEST_CASE("training neighbours: the ratio is 1 for fresh draws, within its error, and near 0 for copies with a little noise") {
    Parallel parallel(2);
    const Matrix train = normal_draws(1500, 6, 1);
    const Matrix test = normal_draws(600, 6, 2);
    const Estimated fresh = training_neighbours(train, test, normal_draws(600, 6, 3), parallel).ratio;
    CHECK(std::abs(fresh.value - 1) < 4 * fresh.error);
    CHECK(fresh.error < 0.03);
    CHECK(training_neighbours(train, test, noisy_copies(train, 600, 0.01), parallel).ratio.value < 0.05);
    CHECK(training_neighbours(train, test, train, parallel).ratio.value == 0);
}

TEST_CASE("generalisation gap: 0 for samples that never saw the training rows, above it for copies, and by hand") {
    Parallel parallel(2);
    CHECK(generalisation_gap(Matrix(2, 1, {0, 1}), Matrix(2, 1, {2, 7}), Matrix(1, 1, {0}), parallel).value == doctest::Approx(4.5 - 0.5));
    const Matrix train = normal_draws(600, 6, 1);
    const Matrix test = normal_draws(600, 6, 2);
    for (const double sd : {1.0, 3.0}) {
        const Estimated fresh = generalisation_gap(train, test, normal_draws(600, 6, 3, sd), parallel);
        CHECK(std::abs(fresh.value) < 4 * fresh.error);
    }
    const Estimated copied = generalisation_gap(train, test, noisy_copies(train, 600, 0.3), parallel);
    CHECK(copied.value > 10 * copied.error);
}
