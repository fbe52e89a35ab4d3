#include "picture/scatter.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/error.hpp"
#include "picture/chart.hpp"

namespace gen::picture {
namespace {

constexpr std::size_t layers = 16;        // classes take turns, so that the last does not lie over all others
constexpr std::size_t most_entries = 40;  // of the legend
constexpr std::size_t entries_a_column = 16;

struct Square {
    double x = 0;  // centre
    double y = 0;
    double half = 0;
};

/// The smallest square around all points, with some air.
Square around(const std::vector<const Cloud*>& clouds) {
    Point low = {std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    Point high = {-low.x, -low.y};
    for (const Cloud* cloud : clouds)
        for (const Point& p : cloud->points) {
            low = {std::min(low.x, p.x), std::min(low.y, p.y)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y)};
        }
    if (low.x > high.x) return {0, 0, 1};
    const double half = 0.52 * std::max(high.x - low.x, high.y - low.y);
    return {(low.x + high.x) / 2, (low.y + high.y) / 2, half > 0 ? half : 1};
}

double mark_size(std::size_t points, double side) { return std::clamp(0.6 * side / std::sqrt(static_cast<double>(points) + 1), 2.4, 7.0); }

Mark mark_of(std::size_t group) {
    constexpr Mark marks[] = {Mark::disc, Mark::square, Mark::triangle, Mark::diamond};
    return marks[group / class_colors % 4];
}

class Groups {
public:
    explicit Groups(const std::vector<Cloud>& clouds) {
        std::set<std::int32_t> all;
        for (const Cloud& cloud : clouds) all.insert(cloud.labels.begin(), cloud.labels.end());
        labels_.assign(all.begin(), all.end());
    }

    std::size_t count() const { return std::max<std::size_t>(labels_.size(), 1); }
    std::size_t of(const Cloud& cloud, std::size_t point) const {
        if (cloud.labels.empty()) return 0;
        return static_cast<std::size_t>(std::lower_bound(labels_.begin(), labels_.end(), cloud.labels[point]) - labels_.begin());
    }

    std::vector<Entry> legend(const std::vector<std::string>& classes) const {
        std::vector<Entry> entries;
        for (std::size_t i = 0; i < labels_.size() && i < most_entries; ++i) {
            const auto label = static_cast<std::size_t>(labels_[i]);
            const std::string name = labels_[i] >= 0 && label < classes.size() ? classes[label] : gen::text(labels_[i]);
            entries.push_back({name, std::nullopt, mark_of(i), class_color(i)});
        }
        if (labels_.size() > most_entries) entries.push_back({join("and ", labels_.size() - most_entries, " more")});
        return entries;
    }

private:
    std::vector<std::int32_t> labels_;
};

void draw_points(Scene& scene, const Panel& panel, const Cloud& cloud, const Groups& groups) {
    const double size = mark_size(cloud.points.size(), panel.area.width);
    for (std::size_t layer = 0; layer < layers; ++layer) {
        std::vector<Marks> marks(groups.count());
        for (std::size_t i = layer; i < cloud.points.size(); i += layers) {
            const Point at = panel.place(cloud.points[i].x, cloud.points[i].y);
            marks[groups.of(cloud, i)].centres.push_back(at);
        }
        for (std::size_t group = 0; group < marks.size(); ++group) {
            if (marks[group].centres.empty()) continue;
            marks[group].mark = mark_of(group);
            marks[group].size = size;
            marks[group].color = class_color(group);
            marks[group].opacity = 0.75;
            scene.add(std::move(marks[group]));
        }
    }
}

}  // namespace

Scene draw_scatter(const std::vector<Cloud>& clouds, const ScatterPlan& plan) {
    std::vector<const Cloud*> every;
    for (const Cloud& cloud : clouds) every.push_back(&cloud);
    const Groups groups(clouds);
    const auto most = std::max<std::size_t>(3, static_cast<std::size_t>(plan.side / 40));

    std::vector<Panel> panels;
    double left = gutter;
    double top = 0;
    double below = 0;
    for (const Cloud& cloud : clouds) {
        const Square square = around(plan.same_axes ? every : std::vector<const Cloud*>{&cloud});
        Panel panel;
        panel.title = cloud.title;
        panel.x = {plan.x_title, square.x - square.half, square.x + square.half};
        panel.y = {panels.empty() || !plan.same_axes ? plan.y_title : "", square.y - square.half, square.y + square.half};
        panel.x.ticks = linear_ticks(panel.x.low, panel.x.high, most);
        panel.y.ticks = linear_ticks(panel.y.low, panel.y.high, most);
        const Margins m = margins(panel);
        panel.area = {crisp(left + m.left), 0, plan.side, plan.side};
        left = panel.area.right() + std::max(m.right, gutter) + gutter;
        top = std::max(top, crisp(gutter + m.top));
        below = std::max(below, m.bottom);
        panels.push_back(panel);
    }

    const std::vector<Entry> entries = groups.legend(plan.classes);
    const std::size_t columns = (entries.size() + entries_a_column - 1) / entries_a_column;
    const Extent legend = entries.empty() ? Extent{} : legend_extent(entries, columns);
    Scene scene = {std::ceil(entries.empty() ? left : left - gutter + legend.width), std::ceil(top + plan.side + below + gutter)};
    for (std::size_t i = 0; i < panels.size(); ++i) {
        panels[i].area.top = top;
        draw_grid(scene, panels[i]);
        draw_points(scene, panels[i], clouds[i], groups);
        draw_axes(scene, panels[i]);
    }
    if (!entries.empty()) draw_legend(scene, {left - gutter, top + std::max(0.0, (plan.side - legend.height) / 2)}, entries, columns);
    return scene;
}

}  // namespace gen::picture
