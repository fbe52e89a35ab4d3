#include "eval/scores/count_divergence.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/random.hpp"
#include "eval/histogram.hpp"

using namespace gen;

namespace {

using Counts = std::vector<std::uint64_t>;

/// Draws of classes 0 ... with these probabilities.
Counts drawn_counts(const std::vector<double>& probabilities, std::size_t n, std::uint32_t row) {
    Counts counts(probabilities.size());
    Draws draws({7, Purpose::check}, row);
    for (std::size_t i = 0; i < n; ++i) {
        double left = draws.uniform();
        std::size_t k = 0;
        while (k + 1 < counts.size() && left >= probabilities[k]) left -= probabilities[k++];
        ++counts[k];
    }
    return counts;
}

/// Mean and standard deviation of estimates, and the mean of the errors that they give themselves.
struct Spread {
    double mean = 0;
    double sd = 0;
    double error = 0;
};

template <class F>
Spread spread_of(F draw) {
    constexpr int trials = 300;
    Spread out;
    double squares = 0;
    for (std::uint32_t i = 0; i < trials; ++i) {
        const CountDivergence found = draw(2 * i);
        out.mean += found.kl.value / trials;
        squares += found.kl.value * found.kl.value / trials;
        out.error += found.kl.error / trials;
    }
    out.sd = std::sqrt(squares - out.mean * out.mean);
    return out;
}

}  // namespace

TEST_CASE("count divergence: by hand, the same histogram 0, samples where nothing real is infinite, and no samples no number") {
    const CountDivergence found = count_divergence(Counts{30, 10, 0}, Counts{20, 10, 10});
    CHECK(found.kl.value == doctest::Approx(.75 * std::log(.75 / .5) + .25 * std::log(.25 / .25)));
    CHECK(found.floor == doctest::Approx(2 * (1.0 / 40 + 1.0 / 40) / 2));
    CHECK(count_divergence(Counts{20, 40}, Counts{1, 2}).kl.value == doctest::Approx(0));
    CHECK(count_divergence(Counts{1, 1}, Counts{0, 2}).kl.value == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(count_divergence(Counts{0, 0}, Counts{1, 2}).kl.value));
    CHECK(divergence_to_uniform(Counts{5, 3, 0, 1}).kl.value == doctest::Approx(kl_to_uniform(Counts{5, 3, 0, 1})));
    CHECK(divergence_to_uniform(Counts{0, 9, 0, 0}).kl.value == doctest::Approx(std::log(4)));
    CHECK_THROWS_WITH_AS(count_divergence(Counts{1, 1}, Counts{2}), "samples of 2 classes, real data of 1", Error);
}

TEST_CASE("count divergence: floor and error are those of repeated draws, of equal and of other distributions") {
    const std::vector<double> even(10, 0.1);
    const Spread equal = spread_of([&](std::uint32_t i) { return count_divergence(drawn_counts(even, 500, i), drawn_counts(even, 1000, i + 1)); });
    const double floor = count_divergence(drawn_counts(even, 500, 0), drawn_counts(even, 1000, 1)).floor;
    CHECK(floor == doctest::Approx(9 * (1.0 / 500 + 1.0 / 1000) / 2));
    CHECK(equal.mean / floor == doctest::Approx(1).epsilon(0.04));
    CHECK(equal.error > equal.sd);  // chance makes the histograms differ, and so counts twice
    CHECK(equal.error < 2.5 * equal.sd);
    std::vector<double> skewed = even;
    skewed[0] = 0.3;
    for (std::size_t k = 1; k < 10; ++k) skewed[k] = 0.7 / 9;
    const Spread other = spread_of([&](std::uint32_t i) { return count_divergence(drawn_counts(skewed, 500, i), drawn_counts(even, 1000, i + 1)); });
    CHECK(other.mean / (.3 * std::log(3) + .7 * std::log(.7 / .9) + floor) == doctest::Approx(1).epsilon(0.02));
    CHECK(other.error / other.sd == doctest::Approx(1).epsilon(0.06));
    const Spread known = spread_of([&](std::uint32_t i) { return divergence_to_uniform(drawn_counts(skewed, 500, i)); });
    CHECK(known.error / known.sd == doctest::Approx(1).epsilon(0.06));
}

TEST_CASE("count divergence: labels are counted, and none outside the classes") {
    CHECK(label_counts(std::vector<std::int32_t>{2, 0, 2, 1, 2}, 4) == Counts{1, 1, 3, 0});
    CHECK_THROWS_WITH_AS(label_counts(std::vector<std::int32_t>{0, 3}, 3), "label 3, expected 0 to 2", Error);
    CHECK_THROWS_WITH_AS(label_counts(std::vector<std::int32_t>{-1}, 3), "label -1, expected 0 to 2", Error);
}
