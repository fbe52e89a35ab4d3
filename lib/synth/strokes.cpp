#include "synth/strokes.hpp"

#include <algorithm>
#include <cmath>

namespace gen::synth {
namespace {

// Catmull-Rom between b and c.
Point spline(Point a, Point b, Point c, Point d, float t) {
    const auto blend = [t](float p, float q, float r, float s) {
        return q + 0.5f * t * (r - p + t * (2 * p - 5 * q + 4 * r - s + t * (3 * (q - r) + s - p)));
    };
    return {blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y)};
}

Point place(const Knot& k) { return {k.x, k.y}; }

// One stroke: knots from where the pen is put down to where it is lifted.
void trace_stroke(std::span<const Knot> knots, int steps, std::vector<Segment>& out) {
    const std::size_t spans = knots.size() - 1;
    const auto total = static_cast<float>(spans * static_cast<std::size_t>(steps));
    Point from = place(knots[0]);
    for (std::size_t i = 0; i < spans; ++i) {
        const Point b = place(knots[i]);
        const Point c = place(knots[i + 1]);
        const Point a = i > 0 && knots[i].joint == Joint::smooth ? place(knots[i - 1]) : b;
        const Point d = i + 1 < spans && knots[i + 1].joint == Joint::smooth ? place(knots[i + 2]) : c;
        for (int k = 1; k <= steps; ++k) {
            const Point to = spline(a, b, c, d, static_cast<float>(k) / static_cast<float>(steps));
            const auto done = static_cast<float>(i * static_cast<std::size_t>(steps)) + static_cast<float>(k);
            out.push_back({from, to, (done - 1) / total, done / total});
            from = to;
        }
    }
}

void splines_at(float t, float (&w)[4]) {
    const float u = 1 - t;
    w[0] = u * u * u / 6;
    w[1] = (3 * t * t * t - 6 * t * t + 4) / 6;
    w[2] = (3 * u * u * u - 6 * u * u + 4) / 6;
    w[3] = t * t * t / 6;
}

}  // namespace

std::vector<Segment> trace(std::span<const Knot> knots, int steps) {
    std::vector<Segment> out;
    out.reserve(knots.size() * static_cast<std::size_t>(steps));
    for (std::size_t begin = 0; begin < knots.size();) {
        std::size_t end = begin + 1;
        while (end < knots.size() && knots[end].joint != Joint::lift) ++end;
        trace_stroke(knots.subspan(begin, end - begin), steps, out);
        begin = end;
    }
    return out;
}

SmoothField::SmoothField(Draws& draws, float sd) {
    for (auto& row : control_)
        for (float& value : row) value = sd * static_cast<float>(draws.normal());
}

float SmoothField::operator()(float x, float y) const {
    const float u = std::clamp(x, 0.0f, 1.0f) * cells;
    const float v = std::clamp(y, 0.0f, 1.0f) * cells;
    const int i = std::min(static_cast<int>(u), cells - 1);
    const int j = std::min(static_cast<int>(v), cells - 1);
    float wx[4];
    float wy[4];
    splines_at(u - static_cast<float>(i), wx);
    splines_at(v - static_cast<float>(j), wy);
    float sum = 0;
    for (int q = 0; q < 4; ++q)
        for (int p = 0; p < 4; ++p) sum += wy[q] * wx[p] * control_[j + q][i + p];
    return sum;
}

void ink_depth(std::span<const Segment> segments, std::size_t size, float margin, float* depth) {
    std::fill_n(depth, size * size, -margin);
    const auto limit = static_cast<float>(size);
    const auto pixel = [limit](float at) { return static_cast<std::size_t>(std::clamp(at, 0.0f, limit)); };
    for (const Segment& s : segments) {
        const float reach = std::max(s.radius_a, s.radius_b) + margin;
        const float dx = s.b.x - s.a.x;
        const float dy = s.b.y - s.a.y;
        const float scale = 1 / std::max(dx * dx + dy * dy, 1e-12f);
        const std::size_t right = pixel(std::max(s.a.x, s.b.x) + reach + 1);
        const std::size_t bottom = pixel(std::max(s.a.y, s.b.y) + reach + 1);
        for (std::size_t row = pixel(std::min(s.a.y, s.b.y) - reach); row < bottom; ++row)
            for (std::size_t column = pixel(std::min(s.a.x, s.b.x) - reach); column < right; ++column) {
                const float px = static_cast<float>(column) + 0.5f - s.a.x;
                const float py = static_cast<float>(row) + 0.5f - s.a.y;
                const float t = std::clamp((px * dx + py * dy) * scale, 0.0f, 1.0f);
                const float ex = px - t * dx;
                const float ey = py - t * dy;
                const float inside = s.radius_a + t * (s.radius_b - s.radius_a) - std::sqrt(ex * ex + ey * ey);
                float& best = depth[row * size + column];
                best = std::max(best, inside);
            }
    }
}

}  // namespace gen::synth
