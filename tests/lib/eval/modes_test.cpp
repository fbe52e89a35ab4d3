#include "eval/modes.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "synth/points.hpp"

using namespace gen;

namespace {

constexpr std::size_t n = 100'000;

/// Points about the centres of a mixture, that need not be its own.
Matrix draws(const synth::Mixture& mixture) {
    Matrix out(n, 2);
    for (std::size_t i = 0; i < n; ++i) {
        float point[2];
        synth::draw_mixture(mixture, 3, static_cast<std::uint32_t>(i), point);
        out(i, 0) = static_cast<real>(point[0]);
        out(i, 1) = static_cast<real>(point[1]);
    }
    return out;
}

ModeCoverage coverage(const Matrix& samples, const Matrix& centres, double sd, std::size_t threads = 1) {
    Parallel parallel(threads);
    return mode_coverage(MatrixExamples(samples), centres, sd, 3, parallel);
}

/// Within 4.5 standard errors.
void check_part(double part, double chance) { CHECK(std::abs(part - chance) < 4.5 * std::sqrt(chance * (1 - chance) / n)); }

}  // namespace

TEST_CASE("modes: of a perfect sampler in the plane 1 - exp(-4.5) lie within 3 sd, evenly on all modes") {
    for (const synth::Mixture& mixture : {synth::ring_mixture(1, 0.01), synth::grid_mixture(4, 0.05)}) {
        const ModeCoverage found = coverage(draws(mixture), mixture.centres, mixture.sd);
        const auto modes = static_cast<double>(mixture.centres.rows());
        CHECK(found.modes == mixture.centres.rows());
        check_part(found.high_quality, 1 - std::exp(-4.5));
        for (const std::uint64_t hits : found.counts) check_part(static_cast<double>(hits) / n, (1 - std::exp(-4.5)) / modes);
        // 2 N KL is distributed as chi squared with modes - 1 degrees of freedom.
        CHECK(std::abs(2 * n * found.reverse_kl - (modes - 1)) < 4.5 * std::sqrt(2 * (modes - 1)));
    }
}

TEST_CASE("modes: a sampler that spreads twice as far has 1 - exp(-4.5 / 4) within 3 sd") {
    const ModeCoverage found = coverage(draws(synth::grid_mixture(4, 0.1)), synth::grid_mixture(4, 0.05).centres, 0.05);
    CHECK(found.modes == 25);
    check_part(found.high_quality, 1 - std::exp(-4.5 / 4));
}

TEST_CASE("modes: a mode counts only with a sample of high quality, and only those are in the histogram") {
    const Matrix centres(4, 1, {0, 10, 20, 30});
    const Matrix samples(8, 1, {0, 1.5, -1.5, 0.25, 10, 11, 21.75, 100});  // 21.75 is 3.5 sd from the third, 100 far from the fourth
    const ModeCoverage found = coverage(samples, centres, 0.5);
    CHECK(found.counts == std::vector<std::uint64_t>{4, 2, 0, 0});
    CHECK(found.modes == 2);
    CHECK(found.high_quality == 0.75);
    CHECK(found.reverse_kl == doctest::Approx(std::log(4) + 2.0 / 3 * std::log(2.0 / 3) + 1.0 / 3 * std::log(1.0 / 3)).epsilon(1e-12));
}

TEST_CASE("modes: one mode has a reverse KL of log n, none has no number") {
    const Matrix centres(2, 2, {0, 0, 8, 0});
    const ModeCoverage one = coverage(Matrix(3, 2, {8, 0, 8, 1, 7, 0}), centres, 1);
    CHECK(one.modes == 1);
    CHECK(one.reverse_kl == doctest::Approx(std::log(2)).epsilon(1e-12));
    const ModeCoverage none = coverage(Matrix(1, 2, {3, 3}), centres, 1);
    CHECK(none.modes == 0);
    CHECK(none.high_quality == 0);
    CHECK(std::isnan(none.reverse_kl));
    CHECK_THROWS_WITH_AS(coverage(Matrix(1, 3), centres, 1), "samples have 3 numbers, the centres 2", Error);
}

TEST_CASE("modes: the counts do not depend on threads") {
    const synth::Mixture mixture = synth::grid_mixture(4, 0.05);
    const Matrix samples = draws(mixture);
    CHECK(coverage(samples, mixture.centres, 0.05, 1).counts == coverage(samples, mixture.centres, 0.05, 3).counts);
}
