#include "picture/raster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "picture/font.hpp"

namespace gen::picture {
namespace {

/// Exactly rounded, unlike std::hypot: the same pixels with every C library.
double length_of(double x, double y) { return std::sqrt(x * x + y * y); }

/// The height of a line at ever greater x.
class Height {
public:
    explicit Height(const std::vector<Point>& line) : line_(line) {}

    double at(double x) {
        while (next_ + 1 < line_.size() && line_[next_].x < x) ++next_;
        const Point& a = line_[next_ == 0 ? 0 : next_ - 1];
        const Point& b = line_[next_];
        return b.x > a.x ? a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x) : b.y;
    }

private:
    const std::vector<Point>& line_;
    std::size_t next_ = 0;
};

/// How much of each pixel one shape covers. Parts of a shape that overlap count once.
class Coverage {
public:
    explicit Coverage(Canvas& canvas) : canvas_(canvas), covered_(canvas.width() * canvas.height()) {}

    /// A line from a to b with round ends.
    void add_line(Point a, Point b, double width) {
        const double radius = std::max(width, 0.2) / 2;
        const double reach = radius + 0.5;
        const double strength = std::min(1.0, 2 * radius);  // lines thinner than a pixel are paler
        const double dx = b.x - a.x;
        const double dy = b.y - a.y;
        const double length2 = dx * dx + dy * dy;
        const auto [y_begin, y_end] = pixels(std::min(a.y, b.y) - reach, std::max(a.y, b.y) + reach, canvas_.height());
        for (std::size_t j = y_begin; j < y_end; ++j) {
            const double y = static_cast<double>(j) + 0.5;
            double t0 = 0;
            double t1 = 1;
            if (dy != 0) {  // the part of the line that this row of pixels can see
                const double first = (y - reach - a.y) / dy;
                const double second = (y + reach - a.y) / dy;
                t0 = std::clamp(std::min(first, second), 0.0, 1.0);
                t1 = std::clamp(std::max(first, second), 0.0, 1.0);
            }
            const double x0 = a.x + t0 * dx;
            const double x1 = a.x + t1 * dx;
            const auto [x_begin, x_end] = pixels(std::min(x0, x1) - reach, std::max(x0, x1) + reach, canvas_.width());
            for (std::size_t i = x_begin; i < x_end; ++i) {
                const double x = static_cast<double>(i) + 0.5;
                const double t = length2 > 0 ? std::clamp(((x - a.x) * dx + (y - a.y) * dy) / length2, 0.0, 1.0) : 0;
                const double distance = length_of(x - a.x - t * dx, y - a.y - t * dy);
                cover(i, j, strength * std::clamp(reach - distance, 0.0, 1.0));
            }
        }
    }

    /// A convex polygon, corners clockwise on the screen.
    void add_polygon(const std::vector<Point>& corners, Point at) {
        const double huge = std::numeric_limits<double>::max();
        Point low = {huge, huge};
        Point high = {-huge, -huge};
        for (const Point& p : corners) {
            low = {std::min(low.x, at.x + p.x), std::min(low.y, at.y + p.y)};
            high = {std::max(high.x, at.x + p.x), std::max(high.y, at.y + p.y)};
        }
        const auto [x_begin, x_end] = pixels(low.x - 0.5, high.x + 0.5, canvas_.width());
        const auto [y_begin, y_end] = pixels(low.y - 0.5, high.y + 0.5, canvas_.height());
        for (std::size_t j = y_begin; j < y_end; ++j)
            for (std::size_t i = x_begin; i < x_end; ++i) {
                double outside = -huge;
                for (std::size_t k = 0; k < corners.size(); ++k) {
                    const Point& a = corners[k];
                    const Point& b = corners[(k + 1) % corners.size()];
                    const double cross =
                        (b.x - a.x) * (static_cast<double>(j) + 0.5 - at.y - a.y) - (b.y - a.y) * (static_cast<double>(i) + 0.5 - at.x - a.x);
                    outside = std::max(outside, -cross / length_of(b.x - a.x, b.y - a.y));
                }
                cover(i, j, std::clamp(0.5 - outside, 0.0, 1.0));
            }
    }

    /// Between two lines over the same x.
    void add_ribbon(const std::vector<Point>& upper, const std::vector<Point>& lower) {
        if (upper.empty() || lower.empty()) return;
        constexpr int samples = 4;  // of x in a pixel
        Height top(upper);
        Height bottom(lower);
        const auto [x_begin, x_end] = pixels(upper.front().x, upper.back().x, canvas_.width());
        std::vector<double> covered(canvas_.height());
        for (std::size_t i = x_begin; i < x_end; ++i) {
            std::size_t first = covered.size();
            std::size_t last = 0;
            for (int k = 0; k < samples; ++k) {
                const double x = static_cast<double>(i) + (k + 0.5) / samples;
                if (x < upper.front().x || x > upper.back().x) continue;
                const double high = top.at(x);
                const double low = bottom.at(x);
                const auto [y_begin, y_end] = pixels(high, low, covered.size());
                for (std::size_t j = y_begin; j < y_end; ++j) covered[j] += part(j, high, low) / samples;
                first = std::min(first, y_begin);
                last = std::max(last, y_end);
            }
            for (std::size_t j = first; j < last; ++j) cover(i, j, std::exchange(covered[j], 0));
        }
    }

    void add_box(const Box& box) {
        const auto [x_begin, x_end] = pixels(box.left, box.right(), canvas_.width());
        const auto [y_begin, y_end] = pixels(box.top, box.bottom(), canvas_.height());
        for (std::size_t j = y_begin; j < y_end; ++j)
            for (std::size_t i = x_begin; i < x_end; ++i) cover(i, j, part(i, box.left, box.right()) * part(j, box.top, box.bottom()));
    }

    /// Puts the shape onto the canvas and begins the next.
    void paint(Color color, double opacity = 1) {
        for (std::size_t j = top_; j < bottom_; ++j) {
            float* covered = covered_.data() + j * canvas_.width();
            for (std::size_t i = left_; i < right_; ++i)
                if (covered[i] > 0) {
                    canvas_.blend(i, j, color, static_cast<double>(covered[i]) * opacity);
                    covered[i] = 0;
                }
        }
        left_ = top_ = std::numeric_limits<std::size_t>::max();
        right_ = bottom_ = 0;
    }

private:
    struct Range {
        std::size_t begin;
        std::size_t end;
    };

    static Range pixels(double low, double high, std::size_t size) {
        const double limit = static_cast<double>(size);
        return {static_cast<std::size_t>(std::clamp(std::floor(low), 0.0, limit)), static_cast<std::size_t>(std::clamp(std::ceil(high), 0.0, limit))};
    }

    static double part(std::size_t i, double low, double high) {
        return std::max(0.0, std::min(high, static_cast<double>(i) + 1) - std::max(low, static_cast<double>(i)));
    }

    void cover(std::size_t i, std::size_t j, double value) {
        if (value <= 0) return;
        float& covered = covered_[j * canvas_.width() + i];
        covered = std::max(covered, static_cast<float>(value));
        left_ = std::min(left_, i);
        right_ = std::max(right_, i + 1);
        top_ = std::min(top_, j);
        bottom_ = std::max(bottom_, j + 1);
    }

    Canvas& canvas_;
    std::vector<float> covered_;
    std::size_t left_ = std::numeric_limits<std::size_t>::max();
    std::size_t top_ = left_;
    std::size_t right_ = 0;
    std::size_t bottom_ = 0;
};

void add_strokes(Coverage& coverage, const std::vector<Point>& points, double width) {
    if (points.size() == 1) coverage.add_line(points[0], points[0], width);
    for (std::size_t i = 1; i < points.size(); ++i) coverage.add_line(points[i - 1], points[i], width);
}

/// The pieces of a line that a dashed pen draws.
std::vector<std::vector<Point>> dashes(const std::vector<Point>& points, const std::vector<double>& lengths) {
    std::vector<std::vector<Point>> out;
    std::size_t phase = 0;
    double left = lengths[0];
    if (!points.empty()) out.push_back({points[0]});
    for (std::size_t i = 1; i < points.size(); ++i) {
        const Point a = points[i - 1];
        const Point b = points[i];
        const double length = length_of(b.x - a.x, b.y - a.y);
        double done = 0;
        while (length - done > left) {
            done += left;
            const Point p = {a.x + (b.x - a.x) * done / length, a.y + (b.y - a.y) * done / length};
            if (phase % 2 == 0)
                out.back().push_back(p);
            else
                out.push_back({p});
            phase = (phase + 1) % lengths.size();
            left = lengths[phase];
        }
        left -= length - done;
        if (phase % 2 == 0) out.back().push_back(b);
    }
    return out;
}

class Painter {
public:
    Painter(Canvas& canvas, double scale) : coverage_(canvas), scale_(scale) {}

    void operator()(const Line& line) {
        const std::vector<Point> points = scaled(line.points);
        const double width = line.pen.width * scale_;
        if (line.pen.dash.empty()) {
            add_strokes(coverage_, points, width);
        } else {
            std::vector<double> lengths = line.pen.dash;
            for (double& length : lengths) length *= scale_;
            for (const std::vector<Point>& dash : dashes(points, lengths)) add_strokes(coverage_, dash, width);
        }
        coverage_.paint(line.pen.color);
    }

    void operator()(const Marks& marks) {
        const std::vector<Point> shape = corners(marks.mark, marks.size * scale_);
        for (const Point& centre : marks.centres) {
            if (shape.empty())
                coverage_.add_line(scaled(centre), scaled(centre), marks.size * scale_);
            else
                coverage_.add_polygon(shape, scaled(centre));
            coverage_.paint(marks.color, marks.opacity);
        }
    }

    void operator()(const Rectangle& rectangle) {
        const Box& box = rectangle.box;
        coverage_.add_box({box.left * scale_, box.top * scale_, box.width * scale_, box.height * scale_});
        coverage_.paint(rectangle.fill);
        if (rectangle.outline)
            (*this)(Line{{{box.left, box.top}, {box.right(), box.top}, {box.right(), box.bottom()}, {box.left, box.bottom()}, {box.left, box.top}},
                         *rectangle.outline});
    }

    void operator()(const Ribbon& ribbon) {
        coverage_.add_ribbon(scaled(ribbon.upper), scaled(ribbon.lower));
        coverage_.paint(ribbon.color, ribbon.opacity);
    }

    void operator()(const Label& label) {
        const double size = label.size * scale_;
        const double width = text_width(label.text, size);
        const double shift = label.anchor == Anchor::start ? 0 : label.anchor == Anchor::middle ? width / 2 : width;
        const Point at = scaled(label.at);
        const Point start = {std::round(label.upwards ? at.x : at.x - shift), std::round(label.upwards ? at.y + shift : at.y)};
        const double pen = pen_width(size, label.bold);
        for (std::vector<Point>& stroke : text_strokes(label.text, size)) {
            for (Point& p : stroke) p = label.upwards ? Point{start.x + p.y, start.y - p.x} : Point{start.x + p.x, start.y + p.y};
            add_strokes(coverage_, stroke, stroke.size() == 1 ? 1.35 * pen : pen);  // dots are a little wider than lines
        }
        coverage_.paint(label.color);
    }

private:
    Point scaled(Point p) const { return {p.x * scale_, p.y * scale_}; }
    std::vector<Point> scaled(std::vector<Point> points) const {
        for (Point& p : points) p = scaled(p);
        return points;
    }

    Coverage coverage_;
    double scale_;
};

}  // namespace

Canvas rasterize(const Scene& scene, double scale) {
    Canvas canvas(static_cast<std::size_t>(std::lround(scene.width * scale)), static_cast<std::size_t>(std::lround(scene.height * scale)));
    Painter painter(canvas, scale);
    for (const Item& item : scene.items) std::visit(painter, item);
    return canvas;
}

void draw_label(Canvas& canvas, const Label& label) { Painter(canvas, 1)(label); }

}  // namespace gen::picture
