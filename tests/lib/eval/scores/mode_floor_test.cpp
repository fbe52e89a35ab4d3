#include "eval/scores/mode_floor.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/random.hpp"
#include "eval/histogram.hpp"

using namespace gen;

TEST_CASE("mode floor: parts of Gaussians within some sd, in one to five dimensions") {
    CHECK(part_within(3, 2) == doctest::Approx(1 - std::exp(-4.5)).epsilon(1e-12));
    CHECK(part_within(1, 1) == doctest::Approx(.682689492137).epsilon(1e-10));
    CHECK(part_within(2, 3) == doctest::Approx(.738535870050889).epsilon(1e-10));
    CHECK(part_within(3, 4) == doctest::Approx(1 - std::exp(-4.5) * 5.5).epsilon(1e-12));
    CHECK(part_within(2, 5) == doctest::Approx(.450584).epsilon(1e-5));
    CHECK(part_within(3, 1200) < 1e-12);
}

TEST_CASE("mode floor: of a fair coin by hand") {
    const double half[] = {.5, .5};
    // Of two tosses: half the time equal, with KL log 2, and one mode.
    const ModeFloor floor = mode_floor(half, 2);
    CHECK(floor.modes == doctest::Approx(1.5));
    CHECK(floor.spread == doctest::Approx(.5));
    CHECK(floor.kl == doctest::Approx(.5 * std::log(2)));
    const double one[] = {1};
    CHECK(mode_floor(one, 5).modes == 1);
    CHECK(mode_floor(one, 5).kl == 0);
}

TEST_CASE("mode floor: stacked digits, as known") {
    const std::vector<double> even(10, .1);
    const ModeFloor floor = mode_floor(stacked_probabilities(even, 3), 26'000);
    CHECK(floor.modes == doctest::Approx(1000).epsilon(1e-8));
    CHECK(floor.kl / (999.0 / 52'000) == doctest::Approx(1).epsilon(0.01));
    const double mnist[] = {5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949};
    std::vector<double> classes;
    for (const double n : mnist) classes.push_back(n / 60'000);
    const std::vector<double> stacked = stacked_probabilities(classes, 3);
    CHECK(stacked.size() == 1000);
    CHECK(stacked[123] == doctest::Approx(classes[1] * classes[2] * classes[3]));
    double divergence = 0;
    for (const double p : classes) divergence += 3 * p * std::log(10 * p);
    CHECK(mode_floor(stacked, 26'000).kl / (divergence + 999.0 / 52'000) == doctest::Approx(1).epsilon(0.01));
    CHECK(mode_floor(stacked, 1000).modes < 700);  // e of them are missed
}

TEST_CASE("mode floor: is the mean of repeated draws, where a part of the samples counts for no mode") {
    constexpr std::size_t samples = 40;
    constexpr int trials = 4000;
    const double probabilities[] = {.5, .3, .1, .06, .04};
    const ModeFloor floor = mode_floor(probabilities, samples, .8);
    double modes = 0;
    double squares = 0;
    double kl = 0;
    for (std::uint32_t t = 0; t < trials; ++t) {
        Draws draws({3, Purpose::check}, t);
        std::vector<std::uint64_t> counts(5);
        for (std::size_t i = 0; i < samples; ++i) {
            double left = draws.uniform();
            if (draws.uniform() > .8) continue;
            std::size_t k = 0;
            while (k < 4 && left >= probabilities[k]) left -= probabilities[k++];
            ++counts[k];
        }
        const auto hit = static_cast<double>(present(counts));
        modes += hit / trials;
        squares += hit * hit / trials;
        kl += kl_to_uniform(counts) / trials;
    }
    CHECK(std::abs(modes - floor.modes) < 4 * floor.spread / std::sqrt(trials));
    CHECK(std::sqrt(squares - modes * modes) / floor.spread == doctest::Approx(1).epsilon(0.02));
    CHECK(kl / floor.kl == doctest::Approx(1).epsilon(0.01));
}
