#include "picture/bands.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "lib/picture/scene_items.hpp"
#include "picture/curves.hpp"
#include "picture/raster.hpp"

using namespace gen::picture;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

Curve run_of(std::vector<Point> points) { return {"run", "loss", std::move(points)}; }

}  // namespace

TEST_CASE("bands: mean and deviation of a sample, by hand") {
    const std::vector<Curve> runs = {run_of({{1, 2}, {2, 10}}), run_of({{1, 4}, {2, 10}}), run_of({{1, 9}, {2, 10}})};
    const GroupCurve deviation = group_curve("g", runs, Spread::deviation);  // of 2, 4, 9: mean 5, squares 9 + 1 + 16, variance 13
    REQUIRE(deviation.curve.points == std::vector<Point>{{1, 5}, {2, 10}});
    CHECK(deviation.curve.run == "g");
    CHECK(deviation.curve.column == "loss");
    CHECK(deviation.curve.band[0].low == doctest::Approx(5 - std::sqrt(13.0)).epsilon(1e-15));
    CHECK(deviation.curve.band[0].high == doctest::Approx(5 + std::sqrt(13.0)).epsilon(1e-15));
    CHECK(deviation.curve.band[1].low == 10);
    CHECK(deviation.incomplete == 0);
    const GroupCurve range = group_curve("g", runs, Spread::range);
    CHECK(range.curve.points == deviation.curve.points);
    CHECK(range.curve.band[0].low == 2);
    CHECK(range.curve.band[0].high == 9);
}

TEST_CASE("bands: a deviation of large numbers that lie close together is not lost") {
    std::vector<Curve> runs;
    for (const double value : {1e9 + 1, 1e9 + 2, 1e9 + 3}) runs.push_back(run_of({{1, value}}));
    const GroupCurve group = group_curve("g", runs, Spread::deviation);
    CHECK(group.curve.points[0].y == 1e9 + 2);
    CHECK(group.curve.band[0].high == 1e9 + 3);
}

TEST_CASE("bands: at each x only runs with a value count, and points of fewer than all are counted") {
    const std::vector<Curve> runs = {run_of({{1, 1}, {2, none}, {3, 5}}), run_of({{1, 3}, {2, none}, {4, 7}})};
    const GroupCurve group = group_curve("g", runs, Spread::deviation);
    CHECK(group.curve.points == std::vector<Point>{{1, 2}, {3, 5}, {4, 7}});
    CHECK(group.incomplete == 2);
    CHECK(group.curve.band[1].low == 5);
    CHECK(group.curve.band[1].high == 5);
}

TEST_CASE("bands: several points at one x go with those of the same number") {
    const std::vector<Curve> runs = {run_of({{1, 1}, {1, 10}, {2, 5}}), run_of({{1, 3}, {1, 20}, {2, 5}})};
    CHECK(group_curve("g", runs, Spread::range).curve.points == std::vector<Point>{{1, 2}, {1, 15}, {2, 5}});
}

TEST_CASE("bands: cut off at the ends of the axis where they cross them") {
    Panel panel;
    panel.area = {0, 0, 100, 100};
    panel.x.high = 10;
    panel.y = {"", 0, 10};
    const Curve curve = {"g", "loss", {{0, 5}, {10, 5}}, {{-10, 5}, {5, 15}}};
    const Ribbon band = band_of(curve, panel, black);
    CHECK(band.upper == std::vector<Point>{{0, 50}, {50, 0}, {100, 0}});
    REQUIRE(band.lower.size() == 3);
    CHECK(band.lower[0] == Point{0, 100});
    CHECK(band.lower[1].x == doctest::Approx(1000.0 / 15));
    CHECK(band.lower[1].y == 100);
    CHECK(band.lower[2] == Point{100, 50});
    panel.y = {"", 0.1, 10, true};
    CHECK(band_of(curve, panel, black).lower[0].y == 100);  // a band below zero reaches the end of a logarithmic axis
}

TEST_CASE("bands: the axis reaches around them, they lie below the lines, and the legend and a note name them") {
    const Curve curve = {"g", "loss", {{1, 5}, {2, 5}}, {{1, 20}, {1, 20}}};
    const Scene scene = draw_curves({curve, {"h", "loss", {{1, 6}, {2, 6}}}}, {.note = "of 8 runs"});
    const std::vector<Ribbon> ribbons = all_of<Ribbon>(scene);
    REQUIRE(ribbons.size() == 2);  // one is the legend's
    CHECK(ribbons[0].color == line_color(0));
    for (const Point& p : ribbons[0].upper) CHECK((p.y > 0 && p.y < scene.height));
    bool seen_line = false;
    for (const Item& item : scene.items) {
        if (const Line* const line = std::get_if<Line>(&item)) seen_line |= line->pen.color == line_color(0);
        if (const Ribbon* const ribbon = std::get_if<Ribbon>(&item); ribbon != nullptr && ribbon->upper == ribbons[0].upper) CHECK_FALSE(seen_line);
    }
    const std::vector<Label> labels = all_of<Label>(scene);
    CHECK(std::any_of(labels.begin(), labels.end(), [](const Label& label) { return label.text == "of 8 runs"; }));
}

TEST_CASE("raster: a ribbon covers what lies between its lines") {
    Scene scene = {20, 20};
    scene.add(Ribbon{{{2, 4}, {10, 4}, {18, 8}}, {{2, 12}, {18, 12}}, black, 0.5});
    const Canvas canvas = rasterize(scene);
    CHECK(canvas.at(5, 8) == Color{128, 128, 128});
    CHECK(canvas.at(1, 8) == white);
    CHECK(canvas.at(5, 3) == white);
    CHECK(canvas.at(5, 12) == white);
    CHECK(canvas.at(17, 6) == white);
    double covered = 0;
    for (std::size_t y = 0; y < 20; ++y)
        for (std::size_t x = 0; x < 20; ++x) covered += (255 - canvas.at(x, y).red) / 127.0;
    CHECK(covered == doctest::Approx(8 * 8 + 8 * 6).epsilon(0.01));
}
