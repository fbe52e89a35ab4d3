#include "picture/curves.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/error.hpp"
#include "picture/bands.hpp"
#include "picture/chart.hpp"
#include "picture/flags.hpp"
#include "picture/font.hpp"
#include "picture/pens.hpp"

namespace gen::picture {
namespace {

constexpr double dense_width = 1.1;     // of lines with more than 500 points
constexpr std::size_t few_points = 25;  // up to here every point gets a mark

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
    /// `above`: height of what stands between the area and the words.
    Beyond(Scene& scene, const Panel& panel, double above) : scene_(scene), panel_(panel), above_(above) {}

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
        const double base = panel_.area.top - above_ - 5;
        const double right = panel_.area.right();
        constexpr double room_of_mark = 10;  // after the words, as fonts are wider or narrower than ours
        scene_.add(Label{{right - room_of_mark, base}, words, tick_size - 1, Anchor::end, faint_ink});
        scene_.add(Marks{{{right - 4, base - 4}}, Mark::triangle, 6, faint_ink});
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
    double above_;
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
    for (const Event& event : plan.events) std::tie(x_low, x_high) = std::pair(std::min(x_low, event.x), std::max(x_high, event.x));
    check_span({x_low, x_high});
    if (x_low == x_high) std::tie(x_low, x_high) = padded({x_low, x_high}, false);
    panel.x = {plan.x_title, x_low > 0 && x_low <= 0.1 * x_high ? 0 : x_low, x_high};
    const std::vector<Curve> all = drawable(with_edges(curves), plan.logarithmic);
    const auto y_range = extremes(all, &Point::y);
    check_span(y_range);
    const auto [y_low, y_high] = plan.range ? *plan.range : padded(plan.logarithmic ? y_range : curve_range(all), plan.logarithmic);
    panel.y = {plan.y_title, y_low, y_high, plan.logarithmic};
    panel.x.ticks = linear_ticks(panel.x.low, panel.x.high, std::max<std::size_t>(2, static_cast<std::size_t>(plan.width / 80)), whole(curves));
    const auto most = std::max<std::size_t>(2, static_cast<std::size_t>(plan.height / 50));
    panel.y.ticks = plan.logarithmic ? log_ticks(y_low, y_high, most) : linear_ticks(y_low, y_high, most);
    return panel;
}

/// `remarks`: lines of words above the area. `above` and `right`: room for the names of events and for the legend.
void give_area(Panel& panel, const CurvesPlan& plan, int remarks, double above, double right) {
    const Margins m = margins(panel);
    const double left = crisp(gutter + m.left);
    const double top = crisp(gutter + m.top + (plan.title.empty() ? 0 : title_size + 4) + remarks * tick_size + above);
    panel.area = {left, top, crisp(plan.width - gutter - std::max(m.right, right)) - left, crisp(plan.height - gutter - m.bottom) - top};
    if (panel.area.width < 40 || panel.area.height < 40) fail_usage(plan.width, "x", plan.height, " leaves no room for the curves");
}

std::vector<Flag> flags_of(const std::vector<Event>& events, const Pens& pens) {
    std::vector<Flag> flags;
    for (const Event& event : events)
        if (const std::optional<Color> color = pens.color(event.run)) flags.push_back({event.x, event.name, *color});
    return flags;
}

/// The figure with all its parts in their places.
struct Layout {
    Panel panel;
    std::vector<std::vector<Point>> lines;  // of the curves, in units of the scene
    std::vector<Ribbon> bands;              // alike
    Flags flags;
    std::optional<Point> corner;  // of the legend
};

Layout laid_out(const std::vector<Curve>& curves, const CurvesPlan& plan, const Pens& pens, int remarks) {
    const std::vector<Flag> flags = flags_of(plan.events, pens);
    Layout out{panel_of(curves, plan), {}, {}, Flags({}, {}), std::nullopt};
    const auto place = [&](double right) {
        give_area(out.panel, plan, remarks, 0, right);
        out.flags = Flags(flags, out.panel);  // their rows depend on the width alone
        give_area(out.panel, plan, remarks, out.flags.height(), right);
        out.lines.clear();
        out.bands.clear();
        for (const Curve& curve : curves) {
            out.lines.push_back(thinned(curve.points, static_cast<std::size_t>(out.panel.area.width)));
            for (Point& p : out.lines.back()) p = out.panel.place(p.x, p.y);
            if (!curve.band.empty()) out.bands.push_back(band_of(curve, out.panel, pens.of(curve).pen.color));
        }
    };
    place(0);
    const std::vector<Entry> entries = pens.legend();
    if (entries.size() < 2) return out;
    const Extent legend = legend_extent(entries);
    std::vector<std::vector<Point>> all = out.lines;
    for (const Ribbon& band : out.bands) all.insert(all.end(), {band.upper, band.lower});
    for (std::vector<Point>& line : out.flags.lines(out.panel)) all.push_back(std::move(line));
    out.corner = free_corner(out.panel.area, legend, all);
    if (out.corner) return out;
    place(legend.width);
    out.corner = Point{out.panel.area.right() + 4, out.panel.area.top};
    return out;
}

/// The curve and, where it has few points or a mark of its own, marks on it.
void draw_curve(Scene& scene, const Box& area, const std::vector<Point>& line, std::size_t points, Stroke stroke) {
    if (points > 500) stroke.pen.width = dense_width;
    for (std::vector<Point>& piece : clipped(line, area)) scene.add(Line{std::move(piece), stroke.pen});
    if (points > few_points && !stroke.mark) return;
    Marks marks = {{}, stroke.mark.value_or(Mark::disc), stroke.mark ? 8.0 : 5.0, stroke.pen.color};
    const std::size_t step = points > few_points ? std::max<std::size_t>(1, line.size() / 10) : 1;
    for (std::size_t i = points > few_points ? step / 2 : 0; i < line.size(); i += step)
        if (const Point& p = line[i]; p.y >= area.top && p.y <= area.bottom() && p.x >= area.left && p.x <= area.right()) marks.centres.push_back(p);
    if (!marks.centres.empty()) scene.add(std::move(marks));
}

}  // namespace

Scene draw_curves(const std::vector<Curve>& all, const CurvesPlan& plan) {
    const std::vector<Curve> curves = drawable(all, plan.logarithmic);
    const Pens pens(curves);
    const auto y_range = extremes(curves, &Point::y);
    const Axis y = panel_of(curves, plan).y;
    const bool beyond_axis = y_range.first < y.low || y_range.second > y.high;
    const auto [panel, lines, bands, flags, corner] = laid_out(curves, plan, pens, beyond_axis + !plan.note.empty());
    Scene scene = {plan.width, plan.height};
    draw_grid(scene, panel);
    flags.draw(scene, panel);
    for (const Ribbon& band : bands) scene.add(band);
    for (std::size_t i = 0; i < curves.size(); ++i) draw_curve(scene, panel.area, lines[i], curves[i].points.size(), pens.of(curves[i]));
    draw_axes(scene, panel);
    Beyond beyond(scene, panel, flags.height());
    for (const Curve& curve : curves) beyond.add(curve, pens.of(curve).pen.color);
    beyond.say();
    if (!plan.note.empty())
        scene.add(Label{
            {panel.area.left, panel.area.top - flags.height() - 5 - beyond_axis * tick_size}, plan.note, tick_size - 1, Anchor::start, faint_ink});
    if (!plan.title.empty())
        scene.add(Label{{panel.area.left + panel.area.width / 2, gutter + title_size}, plan.title, title_size, Anchor::middle, ink, true});
    if (corner) draw_legend(scene, *corner, pens.legend());
    return scene;
}

}  // namespace gen::picture
