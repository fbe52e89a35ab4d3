#include "picture/bands.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace gen::picture {
namespace {

/// Finite numbers as they come. Welford, 1962.
class Sample {
public:
    void add(double value) {
        ++count_;
        const double before = value - mean_;
        mean_ += before / static_cast<double>(count_);
        squares_ += before * (value - mean_);
        low_ = count_ == 1 ? value : std::min(low_, value);
        high_ = count_ == 1 ? value : std::max(high_, value);
    }
    std::size_t count() const { return count_; }
    double mean() const { return mean_; }
    Interval spread(Spread kind) const {
        if (kind == Spread::range) return {low_, high_};
        const double deviation = count_ < 2 ? 0 : std::sqrt(squares_ / static_cast<double>(count_ - 1));
        return {mean_ - deviation, mean_ + deviation};
    }

private:
    std::size_t count_ = 0;
    double mean_ = 0;
    double squares_ = 0;
    double low_ = 0;
    double high_ = 0;
};

std::vector<Point> edge_of(const Curve& curve, double Interval::* side) {
    std::vector<Point> edge;
    for (std::size_t i = 0; i < curve.points.size(); ++i) edge.push_back({curve.points[i].x, curve.band[i].*side});
    return edge;
}

/// The line where it lies between two heights, along the nearer of them where it does not.
std::vector<Point> held_between(const std::vector<Point>& line, double top, double bottom) {
    std::vector<Point> out;
    for (std::size_t i = 0; i < line.size(); ++i) {
        std::vector<Point> crossings;
        for (const double edge : {top, bottom}) {
            if (i == 0 || (line[i - 1].y < edge) == (line[i].y < edge)) continue;
            const double part = (edge - line[i - 1].y) / (line[i].y - line[i - 1].y);
            crossings.push_back({line[i - 1].x + part * (line[i].x - line[i - 1].x), edge});
        }
        std::sort(crossings.begin(), crossings.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
        out.insert(out.end(), crossings.begin(), crossings.end());
        out.push_back({line[i].x, std::clamp(line[i].y, top, bottom)});
    }
    return out;
}

}  // namespace

GroupCurve group_curve(const std::string& name, const std::vector<Curve>& runs, Spread spread) {
    std::map<std::pair<double, std::size_t>, Sample> samples;  // by x and, of several points there, their number
    for (const Curve& run : runs) {
        std::map<double, std::size_t> seen;
        for (const Point& p : run.points) {
            if (!std::isfinite(p.x)) continue;
            const std::size_t number = seen[p.x]++;
            if (std::isfinite(p.y)) samples[{p.x, number}].add(p.y);
        }
    }
    GroupCurve group = {{name, runs.empty() ? "" : runs[0].column, {}}};
    for (const auto& [at, sample] : samples) {
        group.curve.points.push_back({at.first, sample.mean()});
        group.curve.band.push_back(sample.spread(spread));
        group.incomplete += sample.count() < runs.size() ? 1 : 0;
    }
    return group;
}

std::vector<Curve> with_edges(const std::vector<Curve>& curves) {
    std::vector<Curve> out;
    for (const Curve& curve : curves) {
        out.push_back(curve);
        if (curve.band.empty()) continue;
        for (double Interval::* const side : {&Interval::low, &Interval::high}) out.push_back({curve.run, curve.column, edge_of(curve, side)});
    }
    return out;
}

Ribbon band_of(const Curve& curve, const Panel& panel, Color color) {
    const auto placed = [&](double Interval::* side) {
        std::vector<Point> edge = thinned(edge_of(curve, side), static_cast<std::size_t>(panel.area.width));
        for (Point& p : edge) p = panel.place(p.x, panel.y.logarithmic ? std::max(p.y, panel.y.low) : p.y);
        return held_between(edge, panel.area.top, panel.area.bottom());
    };
    return {placed(&Interval::high), placed(&Interval::low), color};
}

}  // namespace gen::picture
