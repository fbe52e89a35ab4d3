#include "picture/curve_data.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "core/error.hpp"

namespace gen::picture {
namespace {

double quantile(std::vector<double> values, double part) {
    const auto at = static_cast<std::ptrdiff_t>(part * static_cast<double>(values.size() - 1) + 0.5);
    std::nth_element(values.begin(), values.begin() + at, values.end());
    return values[static_cast<std::size_t>(at)];
}

}  // namespace

std::vector<Curve> drawable(const std::vector<Curve>& curves, bool logarithmic) {
    std::vector<Curve> out;
    for (const Curve& curve : curves) {
        out.push_back({curve.run, curve.column, {}});
        for (std::size_t i = 0; i < curve.points.size(); ++i) {
            const Point& p = curve.points[i];
            const Interval band = curve.band.empty() ? Interval() : curve.band[i];
            if (!std::isfinite(p.x) || !std::isfinite(p.y) || !std::isfinite(band.low) || !std::isfinite(band.high)) continue;
            if (logarithmic && !(p.y > 0)) continue;
            out.back().points.push_back(p);
            if (!curve.band.empty()) out.back().band.push_back(band);
        }
    }
    return out;
}

std::pair<double, double> extremes(const std::vector<Curve>& curves, double Point::* member) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const Curve& curve : curves)
        for (const Point& p : curve.points) {
            low = std::min(low, p.*member);
            high = std::max(high, p.*member);
        }
    if (low > high) fail("the metrics hold no number that could be drawn");
    return {low, high};
}

std::pair<double, double> curve_range(const std::vector<Curve>& curves) {
    const auto [low, high] = extremes(curves, &Point::y);
    double core_low = high;
    double core_high = low;
    for (const Curve& curve : curves) {  // each for itself, so that a short run counts as much as a long one
        const std::size_t first = curve.points.size() < 4 ? 0 : (curve.points.size() + 9) / 10;
        std::vector<double> core;
        for (std::size_t i = first; i < curve.points.size(); ++i) core.push_back(curve.points[i].y);
        if (core.empty()) continue;
        core_low = std::min(core_low, quantile(core, 0.02));
        core_high = std::max(core_high, quantile(core, 0.98));
    }
    const double margin = 0.5 * (core_high - core_low);
    const double new_low = std::max(low, core_low - margin);
    const double new_high = std::min(high, core_high + margin);
    if (new_high <= new_low || high - low < 3 * (new_high - new_low)) return {low, high};
    return {new_low, new_high};
}

std::vector<Point> thinned(const std::vector<Point>& points, std::size_t columns) {
    if (points.size() <= 4 * columns || !(points.back().x > points.front().x)) return points;
    std::vector<Point> out;
    const double start = points.front().x;
    const double step = (points.back().x - start) / static_cast<double>(columns);
    for (std::size_t i = 0; i < points.size();) {
        const double column = std::floor((points[i].x - start) / step);
        std::size_t low = i;
        std::size_t high = i;
        std::size_t end = i;
        for (; end < points.size() && std::floor((points[end].x - start) / step) == column; ++end) {
            if (points[end].y < points[low].y) low = end;
            if (points[end].y > points[high].y) high = end;
        }
        std::vector<std::size_t> kept = {i, low, high, end - 1};
        std::sort(kept.begin(), kept.end());
        kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
        for (const std::size_t k : kept) out.push_back(points[k]);
        i = end;
    }
    return out;
}

}  // namespace gen::picture
