#include "synth/points.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

using namespace gen;
using namespace gen::synth;

namespace {

constexpr std::uint32_t n = 100000;

// Within 4.5 standard errors.
void check_mean(double sum, double expected, double sd) { CHECK(std::abs(sum / n - expected) < 4.5 * sd / std::sqrt(n)); }

struct Scores {
    double x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    double high_quality = 0;  // points within 3 sd of their centre
    std::vector<double> per_mode;
};

Scores score(const Mixture& mixture) {
    Scores s;
    s.per_mode.resize(mixture.centres.rows());
    for (std::uint32_t i = 0; i < n; ++i) {
        float p[2];
        draw_mixture(mixture, 11, i, p);
        const auto mode = static_cast<std::size_t>(mixture_label(mixture, 11, i));
        const double dx = (p[0] - mixture.centres(mode, 0)) / mixture.sd;
        const double dy = (p[1] - mixture.centres(mode, 1)) / mixture.sd;
        s.high_quality += dx * dx + dy * dy <= 9 ? 1 : 0;
        s.per_mode[mode] += 1;
        s.x += p[0], s.y += p[1];
        s.xx += double{p[0]} * p[0], s.xy += double{p[0]} * p[1], s.yy += double{p[1]} * p[1];
    }
    return s;
}

void check_shares(const Scores& s) {
    const double share = 1.0 / static_cast<double>(s.per_mode.size());
    for (const double hits : s.per_mode) check_mean(hits, share, std::sqrt(share * (1 - share)));
    const double inside = 1 - std::exp(-4.5);  // 98.89 %
    check_mean(s.high_quality, inside, std::sqrt(inside * (1 - inside)));
}

}  // namespace

TEST_CASE("points: the ring has the moments of eight Gaussians of sd 0.01 on the unit circle") {
    const Scores s = score(ring_mixture(1, 0.01));
    check_shares(s);
    const double second = 0.5 + 1e-4;
    check_mean(s.x, 0, std::sqrt(second));
    check_mean(s.y, 0, std::sqrt(second));
    check_mean(s.xx, second, 0.36);  // cos^2 has variance 1/8
    check_mean(s.yy, second, 0.36);
    check_mean(s.xy, 0, 0.36);
}

TEST_CASE("points: the grid has the moments of 25 Gaussians of sd 0.05 at {-4,-2,0,2,4}^2") {
    const Scores s = score(grid_mixture(4, 0.05));
    check_shares(s);
    const double second = 8 + 0.0025;
    check_mean(s.x, 0, std::sqrt(second));
    check_mean(s.y, 0, std::sqrt(second));
    check_mean(s.xx, second, std::sqrt(44.8 + 0.1));  // E x^4 - 64: (2 (256 + 16)) / 5 - 64
    check_mean(s.yy, second, std::sqrt(44.8 + 0.1));
    check_mean(s.xy, 0, second);
}

TEST_CASE("points: centres of the ring begin at (radius, 0), centres of the grid go row by row") {
    const Mixture ring = ring_mixture(2, 0.1);
    CHECK(ring.centres(0, 0) == 2);
    CHECK(ring.centres(2, 1) == 2);
    CHECK(ring.centres(1, 0) == doctest::Approx(std::sqrt(2.0)));
    const Mixture grid = grid_mixture(4, 0.1);
    CHECK(grid.centres(0, 0) == -4);
    CHECK(grid.centres(1, 0) == -2);
    CHECK(grid.centres(1, 1) == -4);
    CHECK(grid.centres(24, 1) == 4);
}

TEST_CASE("points: the checkerboard lies evenly on the dark cells of its label") {
    double cells[8] = {};
    for (std::uint32_t i = 0; i < n; ++i) {
        float p[2];
        draw_checkerboard(2, i, p);
        const auto column = static_cast<int>(std::floor((p[0] + 4) / 2));
        const auto row = static_cast<int>(std::floor((p[1] + 4) / 2));
        REQUIRE((column + row) % 2 == 0);
        REQUIRE(2 * row + column / 2 == checkerboard_label(2, i));
        cells[checkerboard_label(2, i)] += 1;
    }
    for (const double hits : cells) check_mean(hits, 0.125, std::sqrt(0.125 * 0.875));
}

TEST_CASE("points: the swiss roll lies within its noise of t (cos t, sin t) / 7.5") {
    double squares = 0;
    const double pi = std::acos(-1.0);
    for (std::uint32_t i = 0; i < 20000; ++i) {
        float p[2];
        draw_swiss_roll(2, i, p);
        const double radius = 7.5 * std::hypot(p[0], p[1]);
        const double angle = std::atan2(p[1], p[0]);
        double nearest = 1e9;  // along the ray: to the turn of the spiral that comes closest
        for (int turn = 0; turn < 4; ++turn) nearest = std::min(nearest, std::abs(radius - (angle + 2 * pi * turn)));
        CHECK(radius > 1.5 * pi - 1.4);
        CHECK(radius < 4.5 * pi + 1.4);
        squares += nearest * nearest / 20000;
    }
    CHECK(std::sqrt(squares) == doctest::Approx(0.25).epsilon(0.03));
}

TEST_CASE("points: each run of four holds every one-hot vector once") {
    for (std::uint32_t run = 0; run < 10; ++run) {
        float sum[4] = {};
        for (std::uint32_t k = 0; k < 4; ++k) {
            float p[4];
            draw_four_points(9, 4 * run + k, p);
            for (int j = 0; j < 4; ++j) CHECK(p[j] == (four_points_label(9, 4 * run + k) == j ? 1 : 0));
            for (int j = 0; j < 4; ++j) sum[j] += p[j];
        }
        for (const float hits : sum) CHECK(hits == 1);
    }
}
