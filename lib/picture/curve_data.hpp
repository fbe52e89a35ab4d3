#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "picture/scene.hpp"

namespace gen::picture {

/// How far values that a curve stands for lie apart at one of its points.
struct Interval {
    double low = 0;
    double high = 0;
};

/// One column of one run. Points with a number that is not finite are left out, and the line goes on behind them.
struct Curve {
    std::string run;
    std::string column;
    std::vector<Point> points;
    std::vector<Interval> band = {};  // of each point; empty: there is none
};

/// What happened in a run, and where.
struct Event {
    std::string run;
    double x = 0;
    std::string name;
};

/// The same curves without what cannot be drawn: numbers that are not finite and, on a logarithmic axis, not positive.
std::vector<Curve> drawable(const std::vector<Curve>& curves, bool logarithmic);

/// The lowest and the highest value of one coordinate; throws when there is none.
std::pair<double, double> extremes(const std::vector<Curve>& curves, double Point::* member);

/// The part of y worth showing: all of it, unless a few values (the first of a training, a spike) would press the rest into less than a third
/// of the height.
std::pair<double, double> curve_range(const std::vector<Curve>& curves);

/// At most about four points for each of `columns` equal parts of x: first, lowest, highest, last.
std::vector<Point> thinned(const std::vector<Point>& points, std::size_t columns);

}  // namespace gen::picture
