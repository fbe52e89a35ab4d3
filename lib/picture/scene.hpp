// picture: figures as shapes and pixels: scenes, axes, charts, contact sheets, a font. No files: formats writes them as SVG, PNG or blocks of a
// terminal.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "picture/color.hpp"

namespace gen::picture {

/// Lengths are in units: 1/96 inch in SVG, a pixel (or a whole number of pixels) in PNG. y grows downwards.
struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

struct Box {
    double left = 0;
    double top = 0;
    double width = 0;
    double height = 0;
    double right() const { return left + width; }
    double bottom() const { return top + height; }
};

/// Ends and corners are round. `dash`: lengths drawn and left out in turn, round ends on top; empty: a full line.
struct Pen {
    Color color = ink;
    double width = 1;
    std::vector<double> dash = {};
};

struct Line {
    std::vector<Point> points;
    Pen pen;
};

enum class Mark { disc, square, triangle, diamond };

/// Equal marks, painted one after the other.
struct Marks {
    std::vector<Point> centres;
    Mark mark = Mark::disc;
    double size = 4;  // diameter of the disc; the others have about its area
    Color color = ink;
    double opacity = 1;
};

struct Rectangle {
    Box box;
    Color fill = white;
    std::optional<Pen> outline = {};
};

enum class Anchor { start, middle, end };

struct Label {
    Point at;          // on the base line
    std::string text;  // UTF-8
    double size = 12;  // of the em
    Anchor anchor = Anchor::start;
    Color color = ink;
    bool bold = false;
    bool upwards = false;  // turned left by a right angle
};

/// What lies between two lines that go from left to right, from the same x to the same x. Translucent, without an outline.
struct Ribbon {
    std::vector<Point> upper;
    std::vector<Point> lower;
    Color color = ink;
    double opacity = 0.2;
};

using Item = std::variant<Line, Marks, Rectangle, Label, Ribbon>;

/// A drawing on white; later items lie over earlier ones. Rendered by rasterize() and by svg_text().
struct Scene {
    double width = 0;
    double height = 0;
    std::vector<Item> items = {};

    template <class T>
    void add(T item) {
        items.emplace_back(std::move(item));
    }
};

/// The corners of a mark around the origin, in order; empty for the disc. Both back ends draw from these.
std::vector<Point> corners(Mark mark, double size);

}  // namespace gen::picture
