#include "picture/ticks.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "picture/curve_data.hpp"

using namespace gen::picture;

namespace {

std::string labels(const std::vector<Tick>& ticks) {
    std::string out;
    for (const Tick& tick : ticks) out += (out.empty() ? "" : " ") + (tick.label.empty() ? "." : tick.label);
    return out;
}

}  // namespace

TEST_CASE("ticks: steps are 1, 2 or 5 times a power of ten and labels have just the decimals of the step") {
    CHECK(labels(linear_ticks(0, 10, 6)) == "0 2 4 6 8 10");
    CHECK(labels(linear_ticks(98.3, 121.9, 6)) == "100 105 110 115 120");
    CHECK(labels(linear_ticks(-0.31, 0.3, 5)) == "\u22120.2 0 0.2");
    CHECK(labels(linear_ticks(0.001, 0.0032, 5)) == "0.0010 0.0015 0.0020 0.0025 0.0030");
    CHECK(labels(linear_ticks(0, 46900, 6)) == "0 10k 20k 30k 40k");
    CHECK(labels(linear_ticks(1e6, 3e6, 5)) == "1.0M 1.5M 2.0M 2.5M 3.0M");
    CHECK(labels(linear_ticks(1, 4, 8)) == "1.0 1.5 2.0 2.5 3.0 3.5 4.0");
    CHECK(labels(linear_ticks(1, 4, 8, true)) == "1 2 3 4");
    CHECK(labels(linear_ticks(0, 3e-6, 4)) == "0 1e\u221206 2e\u221206 3e\u221206");
}

TEST_CASE("ticks: never more than asked for, and always one inside") {
    for (const double width : {1e-6, 0.37, 1.0, 9.99, 64.0, 1e7})
        for (const double start : {-3.7, 0.0, 1234.5})
            for (const std::size_t most : {2, 5, 9}) {
                const std::vector<Tick> ticks = linear_ticks(start, start + width, most);
                CHECK(ticks.size() <= most);
                CHECK(ticks.size() >= (most == 2 ? 0 : 1));
                for (const Tick& tick : ticks) CHECK((tick.value >= start - 1e-9 * width && tick.value <= start + width * (1 + 1e-9)));
            }
}

TEST_CASE("ticks: a logarithmic axis names decades, and 2 and 5 where there are few") {
    CHECK(labels(log_ticks(0.01, 1000, 8)).starts_with("0.01 . . . . . . . . 0.1 "));
    CHECK(labels(log_ticks(3, 60, 8)) == ". . 5 . . . . 10 20 . . 50 .");
    CHECK(labels(log_ticks(100, 130, 4)) == "100 110 120 130");
    CHECK(log_ticks(1e-12, 1e12, 6).size() <= 7);
}

TEST_CASE("curves: the range shows all, unless the first values would flatten the rest") {
    Curve curve = {"run", "loss", {}};
    for (int epoch = 1; epoch <= 20; ++epoch) curve.points.push_back({static_cast<double>(epoch), 120.0 - epoch});
    CHECK(curve_range({curve}) == std::pair<double, double>{100, 119});
    curve.points[0].y = 540;
    const auto [low, high] = curve_range({curve});
    CHECK(low == 100);
    CHECK(high > 119);
    CHECK(high < 140);
    Curve dense = {"dense", "loss", std::vector<Point>(5000, Point{1, 100})};
    CHECK(curve_range({dense, {"short", "loss", {{1, 300}, {2, 280}, {3, 270}, {4, 265}}}}).second == 300);
}

TEST_CASE("curves: thinning keeps the ends and the extremes") {
    std::vector<Point> points;
    for (int i = 0; i < 10000; ++i) points.push_back({static_cast<double>(i), i == 5037 ? 7.0 : i == 6043 ? -7.0 : i % 2 * 0.1});
    const std::vector<Point> few = thinned(points, 100);
    CHECK(few.size() <= 404);
    CHECK(few.front() == points.front());
    CHECK(few.back() == points.back());
    CHECK(std::count(few.begin(), few.end(), points[5037]) == 1);
    CHECK(std::count(few.begin(), few.end(), points[6043]) == 1);
    CHECK(thinned({{1, 1}, {1, 2}}, 0).size() == 2);
}
