#include "picture/flags.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "lib/picture/scene_items.hpp"
#include "picture/curves.hpp"
#include "picture/font.hpp"

using namespace gen::picture;

namespace {

Panel panel() {
    Panel out;
    out.area = {50.5, 100.5, 500, 300};
    out.x = {"step", 0, 1000};
    out.y = {"loss", 0, 1};
    return out;
}

Scene drawn(const std::vector<Flag>& flags) {
    Scene scene = {600, 450};
    Flags(flags, panel()).draw(scene, panel());
    return scene;
}

Box box_of(const Label& label) { return {label.at.x, label.at.y - 0.75 * label.size, text_width(label.text, label.size), 0.75 * label.size}; }

/// No name lies on another or on a line, and all lie above the area, between its ends.
void check_free(const Scene& scene) {
    const std::vector<Label> labels = all_of<Label>(scene);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Box a = box_of(labels[i]);
        CAPTURE(labels[i].text);
        CHECK((a.bottom() < panel().area.top && a.left >= panel().area.left && a.right() <= panel().area.right() + 1e-9));
        for (const Line& line : all_of<Line>(scene)) CHECK(clipped(line.points, a).empty());
        for (std::size_t j = 0; j < i; ++j) {
            const Box b = box_of(labels[j]);
            CHECK((a.right() < b.left || b.right() < a.left || a.bottom() < b.top || b.bottom() < a.top));
        }
    }
}

std::size_t names(const Scene& scene, const std::string& words) {
    const std::vector<Label> labels = all_of<Label>(scene);
    return static_cast<std::size_t>(std::ranges::count(labels, words, &Label::text));
}

Curve falling(const std::string& run) {
    Curve curve = {run, "d_loss", {}};
    for (int i = 1; i <= 40; ++i) curve.points.push_back({static_cast<double>(i), 50.0 - i});
    return curve;
}

}  // namespace

TEST_CASE("flags: names of close events are staggered, at the right edge they stand on their line") {
    const Scene scene = drawn({{100, "gradient-explosion"},
                               {110, "d-won"},
                               {130, "g-collapsed"},
                               {131, "equilibrium"},
                               {998, "junk-feedback"},
                               {800, "d-won+equilibrium"}});
    CHECK(all_of<Label>(scene).size() == 6);
    CHECK(all_of<Line>(scene).size() == 6);
    check_free(scene);
    for (const Line& line : all_of<Line>(scene)) {
        CHECK(line.points[0].x == line.points[1].x);
        CHECK(line.points[1].y == panel().area.bottom());
        CHECK_FALSE(line.pen.dash.empty());
    }
}

TEST_CASE("flags: a repeated name is left out where there is no room, its line stays, and what is as good as the same line does not") {
    std::vector<Flag> many;
    for (int i = 0; i < 40; ++i) many.push_back({100 + 20.0 * i, "gradient-explosion"});
    many.push_back({101, "gradient-explosion"});
    many.push_back({101, "equilibrium"});
    const Scene scene = drawn(many);
    CHECK(all_of<Line>(scene).size() == 41);
    CHECK(names(scene, "equilibrium") == 1);
    CHECK(names(scene, "gradient-explosion") > 2);
    CHECK(names(scene, "gradient-explosion") < 12);
    check_free(scene);
    CHECK(Flags(many, panel()).height() < 30);
}

TEST_CASE("flags: what lies outside the axis is not drawn, and nothing needs no room") {
    CHECK(drawn({{-10, "a"}, {1010, "b"}}).items.empty());
    CHECK(Flags({}, panel()).height() == 0);
    CHECK(Flags({{500, "a"}}, panel()).height() > 10);
}

TEST_CASE("curves: events have the colour of their run, grey of a single one, and those of runs without curves are left out") {
    const auto with_events = [](const std::vector<Curve>& curves) {
        CurvesPlan plan;
        plan.events = {{"a", 10, "d-won"}, {"b", 20, "equilibrium"}, {"c", 30, "junk-feedback"}};
        return draw_curves(curves, plan);
    };
    const auto color_of = [](const Scene& scene, const std::string& words) {
        const std::vector<Label> labels = all_of<Label>(scene);
        const auto found = std::ranges::find(labels, words, &Label::text);
        return found == labels.end() ? white : found->color;
    };
    const Scene two = with_events({falling("a"), falling("b")});
    CHECK(color_of(two, "d-won") == line_color(0));
    CHECK(color_of(two, "equilibrium") == line_color(1));
    CHECK(color_of(two, "junk-feedback") == white);
    const Scene one = with_events({falling("a")});
    CHECK(color_of(one, "d-won") == faint_ink);
    CHECK(color_of(one, "equilibrium") == white);
}

TEST_CASE("curves: the eighth run has marks, which the first has not, and the fifteenth others") {
    std::vector<Curve> curves;
    for (int i = 0; i < 15; ++i) curves.push_back(falling("run " + std::to_string(i)));
    const std::vector<Marks> marks = all_of<Marks>(draw_curves(curves, {}));
    const auto in_first_color = [&](Mark mark) {
        return std::ranges::count_if(marks, [&](const Marks& m) { return m.color == line_color(0) && m.mark == mark; });
    };
    CHECK(in_first_color(Mark::disc) == 0);
    CHECK(in_first_color(Mark::square) == 2);  // on the curve and in the legend
    CHECK(in_first_color(Mark::triangle) == 2);
}
