#include "picture/curves.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/error.hpp"
#include "picture/chart.hpp"
#include "picture/font.hpp"

namespace gen::picture {
namespace {

constexpr double line_width = 1.8;
constexpr double dense_width = 1.1;     // of lines with more than 500 points
constexpr std::size_t few_points = 25;  // up to here every point gets a mark
const std::string valid = "valid_";

std::vector<std::string> distinct(const std::vector<Curve>& curves, std::string Curve::*member) {
    std::vector<std::string> out;
    for (const Curve& curve : curves)
        if (std::find(out.begin(), out.end(), curve.*member) == out.end()) out.push_back(curve.*member);
    return out;
}

std::size_t index_of(const std::vector<std::string>& list, const std::string& value) {
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), value) - list.begin());
}

std::vector<double> dash(std::size_t i) {
    const std::vector<double> patterns[] = {{}, {5, 4.5}, {0.1, 4}, {8, 4.5, 0.1, 4.5}};
    return patterns[i % 4];
}

/// Which pen a curve has, and the legend that says so.
class Pens {
public:
    explicit Pens(const std::vector<Curve>& curves) : runs_(distinct(curves, &Curve::run)), columns_(distinct(curves, &Curve::column)) {
        if (runs_.size() > 1 && columns_.size() > 4) fail_usage("--columns: ", columns_.size(), " columns of several runs, expected at most 4");
        for (const std::string& column : columns_)
            if (!is_valid_of_another(column)) bases_.push_back(column);
    }

    Pen of(const Curve& curve) const { return of(curve.run, curve.column); }

    std::vector<Entry> legend() const {
        std::vector<Entry> entries;
        if (runs_.size() == 1) {
            for (const std::string& column : columns_) entries.push_back({column, of(runs_[0], column)});
            return entries;
        }
        for (const std::string& run : runs_) entries.push_back({run, Pen{of(run, columns_[0]).color, line_width}});
        if (columns_.size() > 1)
            for (std::size_t i = 0; i < columns_.size(); ++i) entries.push_back({columns_[i], Pen{faint_ink, line_width, dash(i)}});
        return entries;
    }

private:
    bool is_valid_of_another(const std::string& column) const {
        return column.starts_with(valid) && index_of(columns_, column.substr(valid.size())) < columns_.size();
    }

    Pen of(const std::string& run, const std::string& column) const {
        if (runs_.size() > 1) return {line_color(index_of(runs_, run)), line_width, dash(index_of(columns_, column))};
        const bool dashed = is_valid_of_another(column);
        return {line_color(index_of(bases_, dashed ? column.substr(valid.size()) : column)), line_width, dash(dashed ? 1 : 0)};
    }

    std::vector<std::string> runs_;
    std::vector<std::string> columns_;
    std::vector<std::string> bases_;
};

/// Some air around the data; an axis has a length even where all values are equal.
std::pair<double, double> padded(std::pair<double, double> range, bool logarithmic) {
    const auto [low, high] = range;
    const bool equal = high - low <= 1e-12 * std::max(std::abs(low), std::abs(high));
    if (logarithmic) {
        const double factor = equal ? 2 : std::pow(high / low, 0.04);
        return {low / factor, high * factor};
    }
    const double air = equal ? (std::abs(low) < 1e-280 ? 1 : std::abs(low) * 0.1) : 0.04 * (high - low);
    return {low >= 0 && low < air ? 0 : low - air, high + air};
}

/// Triangles where values lie above or below the area, and in words how far.
class Beyond {
public:
    Beyond(Scene& scene, const Panel& panel) : scene_(scene), panel_(panel) {}

    void add(const Curve& curve, Color color) {
        const auto side = [&](const Point& p) { return p.y > panel_.y.high ? 1 : p.y < panel_.y.low ? -1 : 0; };
        const std::vector<Point>& points = curve.points;
        for (std::size_t i = 0; i < points.size();) {
            std::size_t furthest = i;
            std::size_t end = i;
            for (; end < points.size() && side(points[end]) == side(points[i]); ++end)
                if (std::abs(points[end].y) > std::abs(points[furthest].y)) furthest = end;
            if (side(points[i]) != 0) mark(points[furthest], side(points[i]) > 0, color);
            i = end;
        }
    }

    void say() {
        if (values_.empty()) return;
        const auto [low, high] = std::minmax_element(values_.begin(), values_.end());
        const auto rounded = [](double v) { return gen::text(std::round(v * 100) / 100); };
        std::string words = "beyond the axis: ";
        words += values_.size() == 1    ? rounded(*high)
                 : *low > panel_.y.high ? "up to " + rounded(*high)
                                        : "from " + rounded(*low) + " to " + rounded(*high);
        const double base = panel_.area.top - 5;
        const double right = panel_.area.right();
        scene_.add(Label{{right, base}, words, tick_size - 1, Anchor::end, faint_ink});
        scene_.add(Marks{{{right - text_width(words, tick_size - 1) - 9, base - 4}}, Mark::triangle, 6, faint_ink});
    }

private:
    void mark(const Point& value, bool above, Color color) {
        values_.push_back(value.y);
        Point at = panel_.place(value.x, above ? panel_.y.high : panel_.y.low);
        at.y += above ? 5 : -5;
        const auto taken = [&](const Point& p) { return std::abs(p.x - at.x) < 8 && std::abs(p.y - at.y) < 8; };
        for (int tries = 0; tries < 12 && std::any_of(taken_.begin(), taken_.end(), taken); ++tries) at.x += 8;
        taken_.push_back(at);
        if (above)
            scene_.add(Marks{{at}, Mark::triangle, 7, color});
        else
            scene_.add(Line{{{at.x - 3, at.y - 2}, {at.x, at.y + 3}, {at.x + 3, at.y - 2}}, {color, 2}});
    }

    Scene& scene_;
    const Panel& panel_;
    std::vector<double> values_;
    std::vector<Point> taken_;
};

/// Does a drawn line come into the box?
bool touches(const std::vector<std::vector<Point>>& lines, const Box& box) {
    return std::any_of(lines.begin(), lines.end(), [&](const std::vector<Point>& line) { return !clipped(line, box).empty(); });
}

/// A corner of the area that no line comes into, if there is one.
std::optional<Point> free_corner(const Box& area, const Extent& size, const std::vector<std::vector<Point>>& lines) {
    const double inset = 4;
    const double right = area.right() - inset - size.width;
    const double bottom = area.bottom() - inset - size.height;
    for (const Point& at :
         {Point{right, area.top + inset}, Point{right, bottom}, Point{area.left + inset, bottom}, Point{area.left + inset, area.top + inset}}) {
        const Box box = {at.x - inset, at.y - inset, size.width + 2 * inset, size.height + 2 * inset};
        if (box.width < area.width && box.height < area.height && !touches(lines, box)) return at;
    }
    return std::nullopt;
}

/// Ticks are computed with doubles, which end somewhere.
void check_span(const std::pair<double, double>& range) {
    if (!(range.second - range.first < 1e290)) fail("values from ", range.first, " to ", range.second, " cannot share an axis");
}

bool whole(const std::vector<Curve>& curves) {
    return std::all_of(curves.begin(), curves.end(), [](const Curve& curve) {
        return std::all_of(curve.points.begin(), curve.points.end(), [](const Point& p) { return p.x == std::floor(p.x); });
    });
}

Panel panel_of(const std::vector<Curve>& curves, const CurvesPlan& plan) {
    Panel panel;
    auto [x_low, x_high] = extremes(curves, &Point::x);
    check_span({x_low, x_high});
    if (x_low == x_high) std::tie(x_low, x_high) = padded({x_low, x_high}, false);
    panel.x = {plan.x_title, x_low > 0 && x_low <= 0.1 * x_high ? 0 : x_low, x_high};
    const auto y_range = extremes(curves, &Point::y);
    check_span(y_range);
    const auto [y_low, y_high] = plan.range ? *plan.range : padded(plan.logarithmic ? y_range : curve_range(curves), plan.logarithmic);
    panel.y = {plan.y_title, y_low, y_high, plan.logarithmic};
    panel.x.ticks = linear_ticks(panel.x.low, panel.x.high, std::max<std::size_t>(2, static_cast<std::size_t>(plan.width / 80)), whole(curves));
    const auto most = std::max<std::size_t>(2, static_cast<std::size_t>(plan.height / 50));
    panel.y.ticks = plan.logarithmic ? log_ticks(y_low, y_high, most) : linear_ticks(y_low, y_high, most);
    return panel;
}

void give_area(Panel& panel, const CurvesPlan& plan, bool remark, double right) {
    const Margins m = margins(panel);
    const double left = crisp(gutter + m.left);
    const double top = crisp(gutter + m.top + (plan.title.empty() ? 0 : title_size + 4) + (remark ? tick_size : 0));
    panel.area = {left, top, crisp(plan.width - gutter - std::max(m.right, right)) - left, crisp(plan.height - gutter - m.bottom) - top};
    if (panel.area.width < 40 || panel.area.height < 40) fail_usage("--size: ", plan.width, "x", plan.height, " leaves no room for the curves");
}

}  // namespace

Scene draw_curves(const std::vector<Curve>& all, const CurvesPlan& plan) {
    const std::vector<Curve> curves = drawable(all, plan.logarithmic);
    const Pens pens(curves);
    Panel panel = panel_of(curves, plan);
    const auto y_range = extremes(curves, &Point::y);
    const bool remark = y_range.first < panel.y.low || y_range.second > panel.y.high;
    give_area(panel, plan, remark, 0);

    const std::vector<Entry> entries = pens.legend();
    const Extent legend = legend_extent(entries);
    std::vector<std::vector<Point>> lines;
    const auto place_lines = [&] {
        lines.clear();
        for (const Curve& curve : curves) {
            lines.push_back(thinned(curve.points, static_cast<std::size_t>(panel.area.width)));
            for (Point& p : lines.back()) p = panel.place(p.x, p.y);
        }
    };
    place_lines();
    std::optional<Point> corner;
    if (entries.size() > 1) {
        corner = free_corner(panel.area, legend, lines);
        if (!corner) {
            give_area(panel, plan, remark, legend.width);
            place_lines();
            corner = Point{panel.area.right() + 4, panel.area.top};
        }
    }

    Scene scene = {plan.width, plan.height};
    draw_grid(scene, panel);
    for (std::size_t i = 0; i < curves.size(); ++i) {
        Pen pen = pens.of(curves[i]);
        if (curves[i].points.size() > 500) pen.width = dense_width;
        const Box& area = panel.area;
        for (std::vector<Point>& piece : clipped(lines[i], area)) scene.add(Line{std::move(piece), pen});
        Marks marks = {{}, Mark::disc, 5, pen.color};
        for (const Point& p : lines[i])
            if (p.y >= area.top && p.y <= area.bottom() && p.x >= area.left && p.x <= area.right()) marks.centres.push_back(p);
        if (curves[i].points.size() <= few_points && !marks.centres.empty()) scene.add(std::move(marks));
    }
    draw_axes(scene, panel);
    Beyond beyond(scene, panel);
    for (const Curve& curve : curves) beyond.add(curve, pens.of(curve).color);
    beyond.say();
    if (!plan.title.empty())
        scene.add(Label{{panel.area.left + panel.area.width / 2, gutter + title_size}, plan.title, title_size, Anchor::middle, ink, true});
    if (corner) draw_legend(scene, *corner, entries);
    return scene;
}

}  // namespace gen::picture
