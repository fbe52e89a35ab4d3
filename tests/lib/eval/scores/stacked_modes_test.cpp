#include "eval/scores/stacked_modes.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "lib/eval/one_hot_reader.hpp"

using namespace gen;

TEST_CASE("stacked modes: each sample counts for the combination of its channels' classes") {
    constexpr std::size_t classes = 4;
    constexpr std::size_t n = 5000;  // more than are classified at a time
    Matrix samples(n, 3 * classes);
    const auto stack = [&](std::size_t i, std::size_t a, std::size_t b, std::size_t c) {
        samples(i, a) = samples(i, classes + b) = samples(i, 2 * classes + c) = 1;
    };
    for (std::size_t i = 0; i < n; i += 5) {
        stack(i, 1, 2, 3);
        for (std::size_t j = 1; j < 4; ++j) stack(i + j, 0, 0, 1);
        stack(i + 4, 3, 0, 0);
    }
    std::vector<std::uint64_t> expected(64);
    expected[1 * 16 + 2 * 4 + 3] = 1000;
    expected[3 * 16] = 1000;
    expected[1] = 3000;
    Parallel one(1);
    Parallel three(3);
    CHECK(stacked_mode_counts(reader_of_one_hot(classes), MatrixExamples(samples), one) == expected);
    CHECK(stacked_mode_counts(reader_of_one_hot(classes), MatrixExamples(samples), three) == expected);
}

TEST_CASE("stacked modes: images that are no stack of the classifier's, or have too many modes, are refused") {
    Parallel parallel;
    CHECK_THROWS_WITH_AS(stacked_mode_counts(reader_of_one_hot(4), MatrixExamples(Matrix(2, 9)), parallel),
                         "stacked images have 9 numbers, expected a multiple of the classifier's 4", Error);
    CHECK_THROWS_WITH_AS(stacked_mode_counts(reader_of_one_hot(4), MatrixExamples(Matrix(2, 40)), parallel),
                         "modes of 10 channels of 4 classes each, expected at most 1000000", Error);
}
