#include "picture/canvas.hpp"

#include <doctest/doctest.h>

using namespace gen::picture;

TEST_CASE("canvas: shrinking takes the mean of the area, also where pixels are cut") {
    Canvas canvas(3, 1);
    canvas.set(0, 0, {0, 0, 0});
    canvas.set(1, 0, {90, 90, 0});
    canvas.set(2, 0, {240, 240, 240});
    const Canvas small = shrink(canvas, 2, 1);
    CHECK(small.at(0, 0) == Color{30, 30, 0});
    CHECK(small.at(1, 0) == Color{190, 190, 160});
    CHECK(shrink(canvas, 3, 1).at(1, 0) == canvas.at(1, 0));
}

TEST_CASE("canvas: grey is told from colour by every pixel") {
    Canvas canvas(2, 2);
    CHECK(canvas.is_grey());
    canvas.set(1, 1, {9, 9, 10});
    CHECK_FALSE(canvas.is_grey());
}
