#include "picture/chart.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "core/error.hpp"
#include "lib/picture/scene_items.hpp"
#include "picture/curves.hpp"
#include "picture/scatter.hpp"

using namespace gen::picture;

namespace {

bool says(const Scene& scene, const std::string& words) {
    const std::vector<Label> labels = all_of<Label>(scene);
    return std::any_of(labels.begin(), labels.end(), [&](const Label& label) { return label.text == words; });
}

Curve falling(const std::string& run, const std::string& column, double from) {
    Curve curve = {run, column, {}};
    for (int i = 1; i <= 12; ++i) curve.points.push_back({static_cast<double>(i), from - i});
    return curve;
}

std::vector<Line> lines_of(const Scene& scene, Color color) {
    std::vector<Line> out;
    for (const Line& line : all_of<Line>(scene))
        if (line.pen.color == color) out.push_back(line);
    return out;
}

}  // namespace

TEST_CASE("chart: a line is clipped to the box where it crosses the edge, and comes back as a piece of its own") {
    const std::vector<std::vector<Point>> pieces = clipped({{0, 5}, {20, 5}, {20, 7}, {0, 7}}, {0, 0, 10, 10});
    REQUIRE(pieces.size() == 2);
    CHECK(pieces[0] == std::vector<Point>{{0, 5}, {10, 5}});
    CHECK(pieces[1] == std::vector<Point>{{10, 7}, {0, 7}});
    CHECK(clipped({{-5, -5}, {-1, 20}}, {0, 0, 10, 10}).empty());
    CHECK(clipped({{1, 1}, {2, 3}, {4, 4}}, {0, 0, 10, 10})[0].size() == 3);
}

TEST_CASE("curves: a value beyond the axis is not drawn, but marked and said") {
    Curve curve = falling("a", "loss", 110);
    curve.points[0].y = 542.5;
    const Scene scene = draw_curves({curve}, {});
    CHECK(says(scene, "beyond the axis: 542.5"));
    const std::vector<Marks> marks = all_of<Marks>(scene);
    CHECK(std::count_if(marks.begin(), marks.end(), [](const Marks& m) { return m.mark == Mark::triangle && m.color == line_color(0); }) == 1);
    // the mark of the words lies after them, where no width of a font can bring it under them
    const std::vector<Label> labels = all_of<Label>(scene);
    const auto words = std::find_if(labels.begin(), labels.end(), [](const Label& l) { return l.text.starts_with("beyond"); });
    CHECK(words->anchor == Anchor::end);
    CHECK(std::any_of(marks.begin(), marks.end(), [&](const Marks& m) { return m.color == faint_ink && m.centres[0].x - m.size / 2 > words->at.x; }));
    CHECK_FALSE(says(draw_curves({falling("a", "loss", 110)}, {}), "beyond the axis: 542.5"));
}

TEST_CASE("curves: several runs differ in colour and columns in dash, and one run's validation is dashed in the colour of its training") {
    const Scene several =
        draw_curves({falling("a", "loss", 110), falling("a", "valid_loss", 112), falling("b", "loss", 120), falling("b", "valid_loss", 122)}, {});
    for (const char* words : {"a", "b", "loss", "valid_loss"}) CHECK(says(several, words));
    const std::vector<Line> second = lines_of(several, line_color(1));
    CHECK(std::count_if(second.begin(), second.end(), [](const Line& line) { return line.pen.dash.empty() && line.points.size() > 2; }) == 1);
    CHECK(std::count_if(second.begin(), second.end(), [](const Line& line) { return !line.pen.dash.empty(); }) == 1);
    const Scene one = draw_curves({falling("a", "loss", 110), falling("a", "valid_loss", 112)}, {});
    CHECK_FALSE(says(one, "a"));
    CHECK(lines_of(one, line_color(1)).empty());
    const std::vector<Line> first = lines_of(one, line_color(0));
    CHECK(std::count_if(first.begin(), first.end(), [](const Line& line) { return !line.pen.dash.empty() && line.points.size() > 2; }) == 1);
    CHECK(lines_of(one, line_color(0)).size() == 4);  // two curves, two samples in the legend
}

TEST_CASE("curves: the legend lies where no line goes, and beside the area where lines go everywhere") {
    Curve everywhere = {"a", "loss", {}};
    for (int i = 0; i < 200; ++i) everywhere.points.push_back({static_cast<double>(i), i % 2 * 10.0});
    for (const bool full : {false, true}) {
        const Scene scene = draw_curves({full ? everywhere : falling("a", "loss", 110), falling("b", "loss", 10)}, {});
        Box legend = {1e9, 0, 0, 0};
        for (const Label& label : all_of<Label>(scene))
            if (label.text == "a" || label.text == "b") legend = {label.at.x - 30, std::max(legend.top, label.at.y - 30), 44, 34};
        for (const Line& line : all_of<Line>(scene))
            if (line.points.size() > 2 && line.pen.width > 1) CHECK(clipped(line.points, legend).empty());
    }
}

TEST_CASE("curves: metrics without a number are refused, and so are five columns of two runs") {
    CHECK_THROWS_WITH(draw_curves({{"a", "loss", {{1, std::numeric_limits<double>::quiet_NaN()}}}}, {}),
                      "the metrics hold no number that could be drawn");
    std::vector<Curve> many;
    for (const char* run : {"a", "b"})
        for (const char* column : {"1", "2", "3", "4", "5"}) many.push_back(falling(run, column, 50));
    CHECK_THROWS_WITH(draw_curves(many, {}), "5 columns of several runs, expected at most 4");
}

TEST_CASE("curves: one point, equal values and a logarithmic axis with zeros give a figure") {
    CHECK(all_of<Marks>(draw_curves({{"a", "loss", {{1, 5}}}}, {})).size() == 1);
    CHECK_NOTHROW(draw_curves({{"a", "loss", {{1, 0}, {2, 0}, {3, 0}}}}, {}));
    CurvesPlan plan;
    plan.logarithmic = true;
    const Scene scene = draw_curves({{"a", "loss", {{1, 0}, {2, 0.1}, {3, 100}, {4, -1}}}}, plan);
    CHECK(all_of<Marks>(scene)[0].centres.size() == 2);
}

TEST_CASE("scatter: every point is drawn once inside its panel, classes by colour, from the eleventh on by another mark") {
    Cloud cloud;
    for (int i = 0; i < 120; ++i) {
        cloud.points.push_back({i * 0.5 - 10, (i * 37 % 120) * 2.0});
        cloud.labels.push_back(i % 12);
    }
    const Scene scene = draw_scatter({cloud}, {.x_title = "z[0]", .y_title = "z[1]", .classes = {"zero", "one"}});
    std::size_t points = 0;
    for (const Marks& marks : all_of<Marks>(scene)) {
        if (marks.opacity == 1) continue;  // the legend's
        points += marks.centres.size();
        for (const Point& p : marks.centres) CHECK((p.x > 0 && p.x < scene.width && p.y > 0 && p.y < scene.height));
    }
    CHECK(points == 120);
    CHECK(says(scene, "one"));
    CHECK(says(scene, "11"));
    const std::vector<Marks> marks = all_of<Marks>(scene);
    CHECK(std::any_of(marks.begin(), marks.end(), [](const Marks& m) { return m.mark == Mark::square && m.color == class_color(1); }));
}

TEST_CASE("scatter: panels with the same axes have the same numbers at their ticks") {
    const Cloud small = {{{0, 0}, {1, 1}}, {}, "small"};
    const Cloud large = {{{0, 0}, {10, 10}}, {}, "large"};
    const auto tens = [](const Scene& scene) {
        const std::vector<Label> labels = all_of<Label>(scene);
        return std::count_if(labels.begin(), labels.end(), [](const Label& label) { return label.text == "10"; });
    };
    CHECK(tens(draw_scatter({small, large}, {.same_axes = true})) == 4);
    CHECK(tens(draw_scatter({small, large}, {})) == 2);
    CHECK_NOTHROW(draw_scatter({Cloud{}}, {}));
}
