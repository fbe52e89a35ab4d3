#include "synth/strokes.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace gen;
using namespace gen::synth;

TEST_CASE("strokes: the line passes through every knot, and nothing is drawn where the pen is lifted") {
    const Knot knots[] = {{0, 0}, {1, 1}, {2, 0, Joint::corner}, {3, 3}, {5, 5, Joint::lift}, {6, 5}};
    const std::vector<Segment> line = trace(knots, 4);
    REQUIRE(line.size() == 4 * 4);
    const int ends[] = {3, 7, 11, 15};
    const Knot at[] = {knots[1], knots[2], knots[3], knots[5]};
    for (int k = 0; k < 4; ++k) {
        CHECK(line[ends[k]].b.x == doctest::Approx(at[k].x));
        CHECK(line[ends[k]].b.y == doctest::Approx(at[k].y));
    }
    CHECK(line[12].a.x == 5);
    CHECK(line[0].radius_a == 0);
    CHECK(line[11].radius_b == 1);
    CHECK(line[12].radius_a == 0);
}

TEST_CASE("strokes: the curve keeps its direction at a smooth knot and loses it at a corner") {
    const auto turn_at_the_middle = [](Joint joint) {
        const Knot knots[] = {{0, 0}, {1, 1, joint}, {2, 0}};
        const std::vector<Segment> line = trace(knots, 50);
        const auto slope = [](const Segment& s) { return (s.b.y - s.a.y) / (s.b.x - s.a.x); };
        return std::abs(slope(line[50]) - slope(line[49]));
    };
    CHECK(turn_at_the_middle(Joint::smooth) < 0.2f);
    CHECK(turn_at_the_middle(Joint::corner) > 1.9f);
}

TEST_CASE("strokes: depth is the half-width minus the distance to the line") {
    const Segment line[] = {{{2, 4}, {6, 4}, 1, 2}};
    std::vector<float> depth(100);
    ink_depth(line, 10, 3, depth.data());
    CHECK(depth[3 * 10 + 3] == doctest::Approx(1.375 - 0.5));  // (3.5, 3.5): 3/8 along
    CHECK(depth[4 * 10 + 8] == doctest::Approx(2 - std::sqrt(2.5 * 2.5 + 0.25)));
    CHECK(depth[0] == doctest::Approx(1 - std::sqrt(1.5 * 1.5 + 3.5 * 3.5)));
    CHECK(depth[99] == -3);
}

TEST_CASE("strokes: a smooth field varies by less than a hundredth of its size over a thousandth of the square") {
    Draws draws({5, Purpose::synth});
    const SmoothField field(draws, 1);
    for (float x = 0; x < 1; x += 0.01f) CHECK(std::abs(field(x + 0.001f, 0.3f) - field(x, 0.3f)) < 0.01f);
}

TEST_CASE("strokes: a smooth field has half of the deviation that its control points have") {
    Draws draws({6, Purpose::synth});
    double squares = 0;
    for (int k = 0; k < 2000; ++k) {
        const float value = SmoothField(draws, 3)(0.2f, 0.9f);
        squares += value * value / 2000;
    }
    CHECK(std::sqrt(squares) == doctest::Approx(1.5).epsilon(0.08));
}
