#include "picture/latent_figure.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "picture/chart.hpp"

namespace gen::picture {
namespace {

constexpr double reach = 4;  // standard deviations that are shown
constexpr std::size_t bins = 64;
constexpr double bin_width = 2 * reach / bins;
constexpr double width = 360;
constexpr double height = 240;
constexpr double headroom = 1.08;
constexpr Color faint_line = {190, 205, 215};

/// The density of some codes in each bin.
std::vector<double> densities(const std::vector<double>& codes) {
    std::vector<double> counts(bins);
    for (const double z : codes)
        if (z >= -reach && z < reach) counts[static_cast<std::size_t>((z + reach) / bin_width)] += 1;
    for (double& c : counts) c /= static_cast<double>(codes.size()) * bin_width;
    return counts;
}

/// Through the middles of the bins.
std::vector<Point> line_through(const Panel& panel, const std::vector<double>& heights) {
    std::vector<Point> points;
    for (std::size_t i = 0; i < heights.size(); ++i) points.push_back(panel.place(-reach + (static_cast<double>(i) + 0.5) * bin_width, heights[i]));
    return points;
}

void draw_line(Scene& scene, const Panel& panel, const std::vector<Point>& points, const Pen& pen) {
    for (const std::vector<Point>& part : clipped(points, panel.area)) scene.add(Line{part, pen});
}

void draw_bars(Scene& scene, const Panel& panel, std::vector<double> bars) {
    std::sort(bars.begin(), bars.end(), std::greater<>());
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Point top = panel.place(static_cast<double>(i) + 0.6, std::max(bars[i], 0.0));
        const Point end = panel.place(static_cast<double>(i) + 1.4, 0);
        scene.add(Rectangle{{top.x, top.y, end.x - top.x, end.y - top.y}, line_color(0)});
    }
}

Panel bar_panel(const LatentFigure& figure) {
    const double most = std::max(1e-3, *std::max_element(figure.bars.begin(), figure.bars.end()));
    Panel panel;
    panel.title = "latent dimensions, greatest first";
    panel.x = {"rank", 0.4, static_cast<double>(figure.bars.size()) + 0.6};
    panel.x.ticks = linear_ticks(panel.x.low, panel.x.high, 8, true);
    panel.y = {figure.bar_title, 0, headroom * most};
    panel.y.ticks = linear_ticks(0, panel.y.high, 6);
    return panel;
}

double normal_density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2 * std::numbers::pi); }

}  // namespace

Scene draw_latent_figure(const LatentFigure& figure) {
    std::vector<std::vector<double>> each;
    std::vector<double> all(bins);
    double most = normal_density(0);
    for (const std::vector<double>& codes : figure.codes) {
        each.push_back(densities(codes));
        for (std::size_t i = 0; i < bins; ++i) all[i] += each.back()[i] / static_cast<double>(figure.codes.size());
    }
    most = std::max(most, *std::max_element(all.begin(), all.end()));
    std::vector<double> prior;
    for (std::size_t i = 0; i < bins; ++i) prior.push_back(normal_density(-reach + (static_cast<double>(i) + 0.5) * bin_width));

    Panel left = bar_panel(figure);
    Panel right;
    right.title = "codes q(z) and the prior";
    right.x = {"z, in standard deviations of the prior", -reach, reach};
    right.x.ticks = linear_ticks(-reach, reach, 8, true);
    right.y = {"density", 0, 1.5 * most};
    right.y.ticks = linear_ticks(0, right.y.high, 6);
    const Margins m = margins(left);
    const Margins n = margins(right);
    const double top = gutter + std::max(m.top, n.top);
    left.area = {crisp(gutter + m.left), crisp(top), width, height};
    right.area = {crisp(left.area.right() + std::max(m.right, gutter) + gutter + n.left), crisp(top), width, height};

    Scene scene;
    draw_grid(scene, left);
    draw_bars(scene, left, figure.bars);
    draw_axes(scene, left);
    draw_grid(scene, right);
    for (const std::vector<double>& heights : each) draw_line(scene, right, line_through(right, heights), {faint_line, 1});
    draw_line(scene, right, line_through(right, all), {line_color(0), 2});
    const Pen dashed = {line_color(1), 1.8, {6, 4}};
    draw_line(scene, right, line_through(right, prior), dashed);
    draw_axes(scene, right);
    const std::vector<Entry> legend = {{"all dimensions", Pen{line_color(0), 2}}, {"each dimension", Pen{faint_line, 1}}, {"prior", dashed}};
    const Extent extent = legend_extent(legend);
    draw_legend(scene, {right.area.right() - extent.width - 8, right.area.top + 8}, legend);
    scene.width = std::ceil(right.area.right() + std::max(n.right, gutter) + gutter);
    scene.height = std::ceil(top + height + std::max(m.bottom, n.bottom) + gutter);
    return scene;
}

}  // namespace gen::picture
