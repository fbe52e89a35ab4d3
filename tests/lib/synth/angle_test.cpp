#include "synth/angle.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

using gen::synth::direction;

TEST_CASE("angle: quarter turns are exact") {
    CHECK(direction(0).x == 1);
    CHECK(direction(0.25).x == 0);
    CHECK(direction(0.25).y == 1);
    CHECK(direction(0.5).x == -1);
    CHECK(direction(-0.25).y == -1);
    CHECK(direction(7.75).y == -1);
}

TEST_CASE("angle: is the cosine and sine to a few units in the last place") {
    for (int k = -2000; k < 2000; ++k) {
        const double turns = k * 0.00317;
        CHECK(std::abs(direction(turns).x - std::cos(2 * std::numbers::pi * turns)) < 1e-14);
        CHECK(std::abs(direction(turns).y - std::sin(2 * std::numbers::pi * turns)) < 1e-14);
    }
}
