#include "picture/font.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "picture/font_table.hpp"

namespace gen::picture {
namespace {

constexpr double units = 20;         // of an em
constexpr double squareness = 0.59;  // of the ovals; 0.55 is an ellipse
constexpr int pieces = 8;            // lines that make a quarter of an oval

/// The strokes of a glyph as lines, and the places where stems, bars and ends of ovals are.
struct Traced {
    std::vector<std::vector<Point>> strokes;
    std::vector<double> stems;
    std::vector<double> bars;
};

void add_oval(std::vector<Point>& stroke, Point corner, Point end) {
    const Point start = stroke.back();
    const Point a = {start.x + squareness * (corner.x - start.x), start.y + squareness * (corner.y - start.y)};
    const Point b = {end.x + squareness * (corner.x - end.x), end.y + squareness * (corner.y - end.y)};
    for (int i = 1; i <= pieces; ++i) {
        const double t = static_cast<double>(i) / pieces;
        const double s = 1 - t;
        stroke.push_back({s * s * s * start.x + 3 * s * s * t * a.x + 3 * s * t * t * b.x + t * t * t * end.x,
                          s * s * s * start.y + 3 * s * s * t * a.y + 3 * s * t * t * b.y + t * t * t * end.y});
    }
}

double next_number(std::string_view& rest) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    double value = 0;
    const auto end = std::from_chars(rest.data(), rest.data() + rest.size(), value).ptr;
    rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
    return value;
}

Point next_point(std::string_view& rest) {
    const double x = next_number(rest);
    return {x, next_number(rest)};
}

Traced traced(std::string_view rest) {
    Traced out;
    while (!rest.empty()) {
        const char command = rest.front();
        rest.remove_prefix(1);
        if (command == ' ') continue;
        if (command == 'M' || command == 'D') {
            out.strokes.push_back({next_point(rest)});
            continue;
        }
        std::vector<Point>& stroke = out.strokes.back();
        const Point from = stroke.back();
        if (command == 'L') {
            const Point to = next_point(rest);
            stroke.push_back(to);
            if (to.x == from.x) out.stems.push_back(to.x);
            if (to.y == from.y) out.bars.push_back(to.y);
        } else {
            const Point corner = next_point(rest);
            const Point to = next_point(rest);
            add_oval(stroke, corner, to);
            if (corner.x == from.x) out.stems.push_back(from.x);
            if (corner.x == to.x) out.stems.push_back(to.x);
            if (corner.y == from.y) out.bars.push_back(from.y);
            if (corner.y == to.y) out.bars.push_back(to.y);
        }
    }
    return out;
}

/// Moves the given places onto the grid and what lies between with them.
class Snap {
public:
    Snap(std::vector<double> places, double scale, double origin, double offset) : scale_(scale), origin_(origin) {
        std::sort(places.begin(), places.end());
        for (const double place : places) {
            const double snapped = std::round(origin + scale * place - offset) + offset;
            if (from_.empty() || place > from_.back()) {
                from_.push_back(place);
                to_.push_back(snapped);
            }
        }
    }

    double operator()(double v) const {
        if (from_.empty()) return origin_ + scale_ * v;
        if (v <= from_.front()) return to_.front() + scale_ * (v - from_.front());
        if (v >= from_.back()) return to_.back() + scale_ * (v - from_.back());
        const auto i = static_cast<std::size_t>(std::upper_bound(from_.begin(), from_.end(), v) - from_.begin());
        return to_[i - 1] + (to_[i] - to_[i - 1]) * (v - from_[i - 1]) / (from_[i] - from_[i - 1]);
    }

private:
    double scale_;
    double origin_;
    std::vector<double> from_;
    std::vector<double> to_;
};

}  // namespace

std::vector<char32_t> characters(std::string_view text) {
    std::vector<char32_t> out;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : (lead >> 5) == 6 ? 2 : (lead >> 4) == 14 ? 3 : (lead >> 3) == 30 ? 4 : 0;
        char32_t value = length == 1 ? lead : lead & (0x7fU >> length);
        std::size_t used = 1;
        for (; used < length && i + used < text.size() && (static_cast<unsigned char>(text[i + used]) & 0xc0U) == 0x80; ++used)
            value = (value << 6) | (static_cast<unsigned char>(text[i + used]) & 0x3fU);
        out.push_back(length != 0 && used == length ? value : U'\ufffd');
        i += used;
    }
    return out;
}

double text_width(std::string_view text, double size) {
    double width = 0;
    for (const char32_t c : characters(text)) width += glyph_of(c).advance;
    return width * size / units;
}

std::string fitted(std::string_view text, double size, double width) {
    if (text_width(text, size) <= width) return std::string(text);
    const std::string_view ellipsis = "\u2026";
    while (!text.empty() && text_width(text, size) + text_width(ellipsis, size) > width) {
        for (bool inside = true; inside && !text.empty(); text.remove_suffix(1)) inside = (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80;
    }
    return std::string(text) + std::string(ellipsis);
}

double pen_width(double size, bool bold) { return std::max(1.0, size * (bold ? 0.115 : 0.08)); }

std::vector<std::vector<Point>> text_strokes(std::string_view text, double size) {
    const double scale = size / units;
    const double pen = pen_width(size, false);
    const double offset = std::lround(pen) % 2 == 1 ? 0.5 : 0;  // centres of odd pens lie in the middle of a pixel
    std::vector<std::vector<Point>> out;
    double origin = 0;
    for (const char32_t c : characters(text)) {
        const Glyph& glyph = glyph_of(c);
        Traced shape = traced(glyph.strokes);
        const Snap x(shape.stems, scale, origin, offset);
        const Snap y(shape.bars, scale, pen / 2, offset);
        for (std::vector<Point>& stroke : shape.strokes) {
            for (Point& p : stroke) p = {x(p.x), -y(p.y)};
            out.push_back(std::move(stroke));
        }
        origin += glyph.advance * scale;
    }
    return out;
}

}  // namespace gen::picture
