#include "picture/raster.hpp"

#include <doctest/doctest.h>

using namespace gen::picture;

namespace {

/// The sum of what is not white, in pixels of full black.
double ink_sum(const Canvas& canvas) {
    double sum = 0;
    for (std::size_t y = 0; y < canvas.height(); ++y)
        for (std::size_t x = 0; x < canvas.width(); ++x) sum += (255 - canvas.at(x, y).green) / 255.0;
    return sum;
}

}  // namespace

TEST_CASE("raster: a line in the middle of a row of pixels fills that row and no other") {
    Scene scene = {20, 9};
    scene.add(Line{{{-5, 4.5}, {25, 4.5}}, {black, 1}});
    const Canvas canvas = rasterize(scene);
    for (std::size_t x = 0; x < 20; ++x) {
        CHECK(canvas.at(x, 4) == black);
        CHECK(canvas.at(x, 3) == white);
        CHECK(canvas.at(x, 5) == white);
    }
}

TEST_CASE("raster: lines, discs and polygons cover as much as their area says") {
    Scene line = {100, 100};
    line.add(Line{{{20, 20}, {80, 65}}, {black, 4}});
    CHECK(ink_sum(rasterize(line)) == doctest::Approx(75 * 4 + 3.1416 * 4).epsilon(0.01));
    for (const Mark mark : {Mark::disc, Mark::square, Mark::triangle, Mark::diamond}) {
        Scene scene = {40, 40};
        scene.add(Marks{{{20.3, 19.8}}, mark, 20, black});
        CHECK(ink_sum(rasterize(scene)) == doctest::Approx(3.1416 * 100).epsilon(0.02));
    }
    Scene box = {20, 20};
    box.add(Rectangle{{2.25, 3.5, 10, 4}, black});
    CHECK(ink_sum(rasterize(box)) == doctest::Approx(40).epsilon(0.001));
}

TEST_CASE("raster: a line that crosses itself is not darker at the crossing, two marks are") {
    Scene scene = {20, 20};
    scene.add(Line{{{2, 10}, {18, 10}, {10, 18}, {10, 2}}, {{100, 100, 100}, 4}});
    CHECK(rasterize(scene).at(10, 10) == Color{100, 100, 100});
    Scene marks = {20, 20};
    marks.add(Marks{{{10, 10}, {10, 10}}, Mark::disc, 8, black, 0.5});
    CHECK(rasterize(marks).at(10, 10).red == 64);
}

TEST_CASE("raster: a dashed line leaves out what its pattern says") {
    Scene scene = {100, 5};
    scene.add(Line{{{0, 2.5}, {50, 2.5}, {100, 2.5}}, {black, 1, {6, 4}}});
    const Canvas canvas = rasterize(scene);
    for (std::size_t x = 0; x < 100; ++x) {
        if (x % 10 >= 1 && x % 10 < 5) CHECK(canvas.at(x, 2) == black);
        if (x % 10 >= 7 && x % 10 < 9) CHECK(canvas.at(x, 2) == white);
    }
}

TEST_CASE("raster: what lies outside the picture changes nothing and harms nothing") {
    Scene scene = {10, 10};
    scene.add(Line{{{-1e9, -50}, {1e9, -40}}, {black, 3}});
    scene.add(Marks{{{-30, 5}, {5, 1e12}}, Mark::square, 6, black});
    scene.add(Rectangle{{-20, -20, 10, 10}, black});
    scene.add(Label{{200, 300}, "outside", 12});
    CHECK(ink_sum(rasterize(scene)) == 0);
}

TEST_CASE("raster: text turned upwards has the same pixels, turned") {
    Scene flat = {60, 60};
    flat.add(Label{{10, 40}, "Abc", 14, Anchor::start, black});
    Scene turned = {60, 60};
    turned.add(Label{{40, 50}, "Abc", 14, Anchor::start, black, false, true});
    const Canvas a = rasterize(flat);
    const Canvas b = rasterize(turned);
    for (std::size_t y = 0; y < 60; ++y)
        for (std::size_t x = 0; x < 60; ++x) CHECK(a.at(x, y) == b.at(y, 59 - x));
}
