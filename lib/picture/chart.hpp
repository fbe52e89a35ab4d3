#pragma once

#include <optional>
#include <string>
#include <vector>

#include "picture/scene.hpp"
#include "picture/ticks.hpp"

namespace gen::picture {

inline constexpr double tick_size = 12;  // font sizes
inline constexpr double title_size = 13;
inline constexpr double gutter = 12;  // white space around and between what is drawn

/// The middle of a pixel: where lines one unit wide are sharp.
double crisp(double v);

struct Axis {
    std::string title;
    double low = 0;
    double high = 1;
    bool logarithmic = false;
    std::vector<Tick> ticks = {};

    /// 0 at `low`, 1 at `high`.
    double fraction(double value) const;
};

/// One pair of axes; `area` is what lies between them, titles and numbers are outside.
struct Panel {
    Box area;
    Axis x;
    Axis y;
    std::string title;

    Point place(double x_value, double y_value) const;
};

/// Room that numbers and titles need outside the area.
struct Margins {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};
Margins margins(const Panel& panel);

/// Faint lines at the ticks: below the data.
void draw_grid(Scene& scene, const Panel& panel);
/// Lines, ticks, numbers and titles: above the data.
void draw_axes(Scene& scene, const Panel& panel);

/// A line, a mark, or both, and what they stand for.
struct Entry {
    std::string label;
    std::optional<Pen> pen = {};
    std::optional<Mark> mark = {};
    Color color = ink;  // of the mark
    double mark_size = 8;
    bool banded = false;  // the line stands in a band of its colour
};

struct Extent {
    double width = 0;
    double height = 0;
};
Extent legend_extent(const std::vector<Entry>& entries, std::size_t columns = 1);
void draw_legend(Scene& scene, Point top_left, const std::vector<Entry>& entries, std::size_t columns = 1);

/// The part of a line inside a box, in pieces.
std::vector<std::vector<Point>> clipped(const std::vector<Point>& points, const Box& box);

}  // namespace gen::picture
