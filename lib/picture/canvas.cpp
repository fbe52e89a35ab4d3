#include "picture/canvas.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gen::picture {
namespace {

std::uint8_t mixed(std::uint8_t below, std::uint8_t above, double coverage) {
    return static_cast<std::uint8_t>(std::lround(below + (above - below) * coverage));
}

/// What part of pixel `i` lies between `low` and `high`.
double overlap(std::size_t i, double low, double high) { return std::min(high, static_cast<double>(i) + 1) - std::max(low, static_cast<double>(i)); }

}  // namespace

Canvas::Canvas(std::size_t width, std::size_t height) : width_(width), height_(height), pixels_(3 * width * height, 255) {}

Color Canvas::at(std::size_t x, std::size_t y) const {
    const std::uint8_t* p = row(y) + 3 * x;
    return {p[0], p[1], p[2]};
}

void Canvas::set(std::size_t x, std::size_t y, Color color) {
    std::uint8_t* p = row(y) + 3 * x;
    p[0] = color.red;
    p[1] = color.green;
    p[2] = color.blue;
}

void Canvas::blend(std::size_t x, std::size_t y, Color color, double coverage) {
    const Color below = at(x, y);
    set(x, y, {mixed(below.red, color.red, coverage), mixed(below.green, color.green, coverage), mixed(below.blue, color.blue, coverage)});
}

bool Canvas::is_grey() const {
    for (std::size_t i = 0; i < pixels_.size(); i += 3)
        if (pixels_[i] != pixels_[i + 1] || pixels_[i] != pixels_[i + 2]) return false;
    return true;
}

Canvas shrink(const Canvas& canvas, std::size_t width, std::size_t height) {
    Canvas out(width, height);
    const double step_x = static_cast<double>(canvas.width()) / static_cast<double>(width);
    const double step_y = static_cast<double>(canvas.height()) / static_cast<double>(height);
    for (std::size_t y = 0; y < height; ++y) {
        const double top = static_cast<double>(y) * step_y;
        const double bottom = std::min(top + step_y, static_cast<double>(canvas.height()));
        for (std::size_t x = 0; x < width; ++x) {
            const double left = static_cast<double>(x) * step_x;
            const double right = std::min(left + step_x, static_cast<double>(canvas.width()));
            std::array<double, 3> sum = {};
            double area = 0;
            for (auto j = static_cast<std::size_t>(top); static_cast<double>(j) < bottom; ++j)
                for (auto i = static_cast<std::size_t>(left); static_cast<double>(i) < right; ++i) {
                    const double part = overlap(i, left, right) * overlap(j, top, bottom);
                    const std::uint8_t* p = canvas.row(j) + 3 * i;
                    for (std::size_t c = 0; c < 3; ++c) sum[c] += part * p[c];
                    area += part;
                }
            for (std::size_t c = 0; c < 3; ++c) out.row(y)[3 * x + c] = static_cast<std::uint8_t>(std::lround(sum[c] / area));
        }
    }
    return out;
}

}  // namespace gen::picture
