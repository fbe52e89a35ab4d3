#include "picture/chart.hpp"

#include <algorithm>
#include <cmath>

#include "picture/font.hpp"

namespace gen::picture {
namespace {

constexpr double tick_length = 4;
constexpr double tick_gap = 4;  // between tick and number
constexpr double sample = 24;   // length of a legend's line
constexpr double row_height = 18;
constexpr double padding = 8;  // of the legend
constexpr double column_gap = 16;

double widest(const std::vector<Tick>& ticks) {
    double width = 0;
    for (const Tick& tick : ticks) width = std::max(width, text_width(tick.label, tick_size));
    return width;
}

double column_width(const std::vector<Entry>& entries) {
    double text = 0;
    double symbol = 12;
    for (const Entry& entry : entries) {
        text = std::max(text, text_width(entry.label, tick_size));
        if (entry.pen) symbol = sample;
    }
    return symbol + 8 + text;
}

/// Cuts [t0, t1] to where start + t * delta lies in [low, high].
void cut(double start, double delta, double low, double high, double& t0, double& t1) {
    if (delta == 0) {
        if (start < low || start > high) t1 = -1;
        return;
    }
    const double a = (low - start) / delta;
    const double b = (high - start) / delta;
    t0 = std::max(t0, std::min(a, b));
    t1 = std::min(t1, std::max(a, b));
}

}  // namespace

double crisp(double v) { return std::floor(v) + 0.5; }

double Axis::fraction(double value) const {
    if (logarithmic) return std::log(value / low) / std::log(high / low);
    return (value - low) / (high - low);
}

Point Panel::place(double x_value, double y_value) const {
    return {area.left + area.width * x.fraction(x_value), area.bottom() - area.height * y.fraction(y_value)};
}

Margins margins(const Panel& panel) {
    Margins m;
    m.left = tick_length + tick_gap + widest(panel.y.ticks) + (panel.y.title.empty() ? 0 : title_size + 8);
    m.bottom = tick_length + tick_gap + tick_size + (panel.x.title.empty() ? 0 : title_size + 8);
    m.top = panel.title.empty() ? 0.5 * tick_size : title_size + 10;
    m.right = panel.x.ticks.empty() ? 0 : text_width(panel.x.ticks.back().label, tick_size) / 2;
    return m;
}

void draw_grid(Scene& scene, const Panel& panel) {
    for (const Tick& tick : panel.x.ticks) {
        if (tick.label.empty()) continue;
        const double x = crisp(panel.place(tick.value, panel.y.low).x);
        scene.add(Line{{{x, panel.area.top}, {x, panel.area.bottom()}}, {grid_ink, 1}});
    }
    for (const Tick& tick : panel.y.ticks) {
        const double y = crisp(panel.place(panel.x.low, tick.value).y);
        if (!tick.label.empty()) scene.add(Line{{{panel.area.left, y}, {panel.area.right(), y}}, {grid_ink, 1}});
    }
}

void draw_axes(Scene& scene, const Panel& panel) {
    const Box& area = panel.area;
    const Pen pen = {ink, 1};
    scene.add(Line{{{area.left, area.top}, {area.left, area.bottom()}, {area.right(), area.bottom()}}, pen});
    for (const Tick& tick : panel.x.ticks) {
        const double x = crisp(panel.place(tick.value, panel.y.low).x);
        const double length = tick.label.empty() ? tick_length / 2 : tick_length;
        scene.add(Line{{{x, area.bottom()}, {x, area.bottom() + length}}, pen});
        scene.add(Label{{x, area.bottom() + tick_length + tick_gap + 0.75 * tick_size}, tick.label, tick_size, Anchor::middle});
    }
    for (const Tick& tick : panel.y.ticks) {
        const double y = crisp(panel.place(panel.x.low, tick.value).y);
        const double length = tick.label.empty() ? tick_length / 2 : tick_length;
        scene.add(Line{{{area.left - length, y}, {area.left, y}}, pen});
        scene.add(Label{{area.left - tick_length - tick_gap, y + 0.36 * tick_size}, tick.label, tick_size, Anchor::end});
    }
    const Margins m = margins(panel);
    const Point middle = {area.left + area.width / 2, area.top + area.height / 2};
    if (!panel.x.title.empty()) scene.add(Label{{middle.x, area.bottom() + m.bottom - 3}, panel.x.title, title_size, Anchor::middle});
    if (!panel.y.title.empty())
        scene.add(Label{{area.left - m.left + 0.75 * title_size, middle.y}, panel.y.title, title_size, Anchor::middle, ink, false, true});
    if (!panel.title.empty()) scene.add(Label{{middle.x, area.top - 9}, panel.title, title_size, Anchor::middle, ink, true});
}

Extent legend_extent(const std::vector<Entry>& entries, std::size_t columns) {
    const auto rows = static_cast<double>((entries.size() + columns - 1) / columns);
    const auto n = static_cast<double>(columns);
    return {2 * padding + n * column_width(entries) + (n - 1) * column_gap, 2 * padding + rows * row_height - (row_height - tick_size)};
}

void draw_legend(Scene& scene, Point top_left, const std::vector<Entry>& entries, std::size_t columns) {
    const std::size_t rows = (entries.size() + columns - 1) / columns;
    const double width = column_width(entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const Entry& entry = entries[i];
        const double left = top_left.x + padding + static_cast<double>(i / rows) * (width + column_gap);
        const double base = top_left.y + padding + static_cast<double>(i % rows) * row_height + 0.86 * tick_size;
        const double middle = base - 0.36 * tick_size;
        const double symbol = entry.pen ? sample : 12;
        if (entry.banded)
            scene.add(Ribbon{
                {{left + 1, middle - 5}, {left + symbol - 1, middle - 5}}, {{left + 1, middle + 5}, {left + symbol - 1, middle + 5}}, entry.color});
        if (entry.pen) scene.add(Line{{{left + 1, middle}, {left + symbol - 1, middle}}, *entry.pen});
        if (entry.mark) scene.add(Marks{{{left + symbol / 2, middle}}, *entry.mark, entry.mark_size, entry.color});
        scene.add(Label{{left + symbol + 8, base}, entry.label, tick_size});
    }
}

std::vector<std::vector<Point>> clipped(const std::vector<Point>& points, const Box& box) {
    std::vector<std::vector<Point>> out;
    bool joined = false;
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Point a = points[i - 1];
        const Point b = points[i];
        double t0 = 0;
        double t1 = 1;
        cut(a.x, b.x - a.x, box.left, box.right(), t0, t1);
        cut(a.y, b.y - a.y, box.top, box.bottom(), t0, t1);
        if (t0 > t1) {
            joined = false;
            continue;
        }
        if (!joined || t0 > 0) out.push_back({{a.x + t0 * (b.x - a.x), a.y + t0 * (b.y - a.y)}});
        out.back().push_back(t1 < 1 ? Point{a.x + t1 * (b.x - a.x), a.y + t1 * (b.y - a.y)} : b);
        joined = true;
    }
    return out;
}

}  // namespace gen::picture
