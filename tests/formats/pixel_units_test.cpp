#include "formats/pixel_units.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace gen;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
const PixelUnits eight_bits = {};
const PixelUnits fractions = {.range = {0, 1}};
const PixelUnits deep = {.range = {0, 1}, .scale = 65535};
const PixelUnits sixteen = {.range = {0, 1}, .scale = 16};
const PixelUnits both_signs = {.range = {-1, 1}};
const PixelUnits points = {.range = {-infinity, infinity}};

}  // namespace

TEST_CASE("pixel units: full ranges are alike, other ranges and scales only where they are equal") {
    CHECK(alike(eight_bits, fractions));
    CHECK(alike(deep, eight_bits));
    CHECK(alike(sixteen, sixteen));
    CHECK(alike(sixteen, {.range = {0, 16}}));
    CHECK_FALSE(alike(sixteen, eight_bits));
    CHECK_FALSE(alike(sixteen, {.range = {0, 1}, .scale = 15}));
    CHECK_FALSE(alike(both_signs, fractions));
    CHECK(alike(points, points));
    CHECK(alike(points, fractions));
    CHECK_FALSE(alike(points, sixteen));
}

TEST_CASE("pixel units: a model says those of its data unless pictures go from black to all of white") {
    const std::string model = R"({"kind":"vae"})";
    for (const PixelUnits& units : {eight_bits, fractions, deep, points}) CHECK(with_units(model, units) == model);
    CHECK(with_units(model, sixteen) == R"({"kind":"vae","data":{"range":[0,1],"scale":16}})");
    CHECK(with_units(model, both_signs) == R"({"kind":"vae","data":{"range":[-1,1]}})");
}
