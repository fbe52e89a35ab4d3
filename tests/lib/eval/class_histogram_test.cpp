#include "eval/class_histogram.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "lib/eval/one_hot_reader.hpp"

using namespace gen;

namespace {

ClassHistogram histogram(const std::vector<std::size_t>& of_each) {
    std::size_t rows = 0;
    for (const std::size_t n : of_each) rows += n;
    Matrix x(rows, of_each.size());
    std::size_t row = 0;
    for (std::size_t k = 0; k < of_each.size(); ++k)
        for (std::size_t i = 0; i < of_each[k]; ++i) x(row++, k) = 1;
    Parallel parallel(2);
    return class_histogram(reader_of_one_hot(of_each.size()), MatrixExamples(x), parallel);
}

}  // namespace

TEST_CASE("class histogram: every sample is counted once, for its most likely class") {
    const ClassHistogram found = histogram({5000, 0, 2500, 2500});  // more than are classified at a time
    CHECK(found.counts == std::vector<std::uint64_t>{5000, 0, 2500, 2500});
    CHECK(found.present == 3);
    CHECK(found.kl == doctest::Approx(0.5 * std::log(2)).epsilon(1e-12));  // log 4 - 3/2 log 2
}

TEST_CASE("class histogram: even classes have a KL of 0, a single one of log n") {
    CHECK(histogram({30, 30, 30}).kl == 0);
    const ClassHistogram single = histogram({0, 7, 0, 0, 0});
    CHECK(single.present == 1);
    CHECK(single.kl == doctest::Approx(std::log(5)).epsilon(1e-12));
}
