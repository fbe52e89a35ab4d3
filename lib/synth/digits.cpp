#include "synth/digits.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.hpp"
#include "synth/balance.hpp"
#include "synth/digit_skeletons.hpp"
#include "synth/strokes.hpp"

namespace gen::synth {
namespace {

// How one person holds the pen on one day. Lengths are in pixels of a 28 x 28 picture unless said otherwise.
struct Hand {
    float radius;  // half of the line's width,
    float nib;     // how much wider lines along the nib's direction are
    float taper;   // how much thinner a stroke ends
    float wobble;  // of the knots, in units of the height
    float bend;    // of the plane
    float edge;    // half-width of the blurred edge
    float rough;   // of the edge
};

float between(Draws& draws, double low, double high) { return static_cast<float>(draws.uniform(low, high)); }
float around(Draws& draws, double mean, double sd) { return static_cast<float>(mean + sd * draws.normal()); }

Hand draw_hand(Draws& draws) {
    return {.radius = between(draws, 0.85, 1.85),
            .nib = between(draws, -0.15, 0.3),
            .taper = between(draws, 0, 0.5),
            .wobble = between(draws, 0.008, 0.027),
            .bend = between(draws, 0.02, 0.12),
            .edge = between(draws, 0.45, 0.85),
            .rough = between(draws, 0.0, 0.3)};
}

std::span<const Knot> choose_way(std::int32_t digit, Draws& draws) {
    const std::span<const Skeleton> ways = skeletons(digit);
    std::uint32_t shares = 0;
    for (const Skeleton& way : ways) shares += static_cast<std::uint32_t>(way.share);
    std::uint32_t ticket = draws.below(shares);
    const Skeleton* way = ways.data();
    for (; ticket >= static_cast<std::uint32_t>(way->share); ++way) ticket -= static_cast<std::uint32_t>(way->share);
    return way->knots;
}

std::vector<Knot> wobbled(std::span<const Knot> knots, float sd, Draws& draws) {
    std::vector<Knot> out(knots.begin(), knots.end());
    for (Knot& k : out) {
        k.x = around(draws, k.x, sd);
        k.y = around(draws, k.y, sd);
    }
    return out;
}

// Bends the plane and shifts its proportions; then turns, shears and stretches it.
struct Distortion {
    Distortion(Draws& draws, float bend) : across(draws, bend), down(draws, bend) {
        const float t = std::clamp(around(draws, 0, 0.06), -0.15f, 0.15f);  // the tangent of half the angle
        const float c = (1 - t * t) / (1 + t * t);
        const float s = 2 * t / (1 + t * t);
        const float slant = std::clamp(around(draws, 0.18, 0.27), -0.4f, 0.8f);
        const float wide = std::clamp(around(draws, 1.07, 0.24), 0.65f, 1.6f);
        xx = c * wide, xy = -c * slant - s;
        yx = s * wide, yy = c - s * slant;
        // NOLINTBEGIN(cppcoreguidelines-prefer-member-initializer): what is drawn before them is no member
        waist = between(draws, -0.45, 0.45);
        cone = between(draws, -0.45, 0.45);
        // NOLINTEND(cppcoreguidelines-prefer-member-initializer)
    }
    Point operator()(Point p) const {
        const float x = (p.x - 0.33f) * (1 + cone * (p.y - 0.5f)) + across(p.x, p.y);
        const float y = p.y - 0.5f + waist * p.y * (1 - p.y) + down(p.x, p.y);
        return {xx * x + xy * y, yx * x + yy * y};
    }
    // The smaller singular value of the linear part.
    float least_stretch() const {
        const float squares = xx * xx + xy * xy + yx * yx + yy * yy;
        const float area = xx * yy - xy * yx;
        return std::sqrt((squares - std::sqrt(std::max(squares * squares - 4 * area * area, 0.0f))) / 2);
    }
    SmoothField across;
    SmoothField down;
    float xx, xy, yx, yy;
    float waist;  // how much nearer to the bottom the middle is
    float cone;   // how much wider the bottom is
};

struct Extent {
    float left = 1e9f, right = -1e9f, top = 1e9f, bottom = -1e9f;
    float x = 0, y = 0;  // the centre of the ink's mass
};

Extent measure(const std::vector<Segment>& segments) {
    Extent e;
    double x = 0;
    double y = 0;
    double sum = 0;
    for (const Segment& s : segments) {
        e.left = std::min({e.left, s.a.x, s.b.x});
        e.right = std::max({e.right, s.a.x, s.b.x});
        e.top = std::min({e.top, s.a.y, s.b.y});
        e.bottom = std::max({e.bottom, s.a.y, s.b.y});
        const float dx = s.b.x - s.a.x;
        const float dy = s.b.y - s.a.y;
        const double mass = std::sqrt(dx * dx + dy * dy) * (s.radius_a + s.radius_b);
        x += mass * 0.5 * (s.a.x + s.b.x);
        y += mass * 0.5 * (s.a.y + s.b.y);
        sum += mass;
    }
    e.x = static_cast<float>(x / sum);
    e.y = static_cast<float>(y / sum);
    return e;
}

void move(std::vector<Segment>& segments, float scale, float x, float y) {
    for (Segment& s : segments) {
        s.a = {s.a.x * scale + x, s.a.y * scale + y};
        s.b = {s.b.x * scale + x, s.b.y * scale + y};
    }
}

// From the place along the stroke to the pen's half-width there.
void set_radii(std::vector<Segment>& segments, const Hand& hand, Draws& draws) {
    const SmoothField pressure(draws, 0.28f);
    const auto radius = [&](Point p, float along, float nib) {
        const float end = std::max(0.0f, 1 - std::min(along, 1 - along) / 0.18f);
        const float width = 1 + pressure(p.x / 20 + 0.5f, p.y / 20 + 0.5f);
        return std::max(0.45f, hand.radius * width * (1 - hand.taper * end * end) * (1 + hand.nib * nib));
    };
    for (Segment& s : segments) {
        const float dx = s.b.x - s.a.x;
        const float dy = s.b.y - s.a.y;
        const float nib = (dx - dy) * (dx - dy) / std::max(2 * (dx * dx + dy * dy), 1e-12f) - 0.5f;
        s.radius_a = radius(s.a, s.radius_a, nib);
        s.radius_b = radius(s.b, s.radius_b, nib);
    }
}

// The line of a digit in a picture of 28 x 28: it fills a box of 20, ink included, and its centre of mass lies near the middle.
std::vector<Segment> write(std::span<const Knot> knots, Hand hand, int steps, Draws& draws) {
    const Distortion distort(draws, hand.bend);
    std::vector<Segment> segments = trace(wobbled(knots, hand.wobble, draws), steps);
    for (Segment& s : segments) s.a = distort(s.a), s.b = distort(s.b);
    const Extent e = measure(segments);
    const float scale = (between(draws, 18.5, 20.0) - 2 * hand.radius) / std::max({e.right - e.left, e.bottom - e.top, 0.2f});
    move(segments, scale, 0, 0);
    hand.radius = std::min(hand.radius, std::max(0.6f, 0.12f * scale * distort.least_stretch()));  // leaves loops open
    set_radii(segments, hand, draws);

    const Extent ink = measure(segments);
    const auto shift = [&](float low, float high, float centre) {
        const float wanted = 14 + between(draws, -0.9, 0.9) - centre;
        return std::clamp(wanted, 2 + hand.radius - low, 26 - hand.radius - high);  // off the border
    };
    const float x = shift(ink.left, ink.right, ink.x);
    const float y = shift(ink.top, ink.bottom, ink.y);
    move(segments, 1, x, y);
    return segments;
}

constexpr std::uint64_t shape_step = 0;
constexpr std::uint64_t noise_step = 1;

}  // namespace

std::int32_t digit_label(std::uint64_t seed, std::uint32_t i) { return balanced_label(seed, i, 10); }

void draw_digit(std::uint64_t seed, std::size_t size, std::uint32_t i, std::uint8_t* out) {
    Draws draws({seed, Purpose::synth, shape_step}, i);
    const float pixel = static_cast<float>(size) / 28;
    const Hand hand = draw_hand(draws);
    const std::span<const Knot> knots = choose_way(digit_label(seed, i), draws);
    std::vector<Segment> segments = write(knots, hand, 5 + static_cast<int>(size / 14), draws);
    move(segments, pixel, 0, 0);
    for (Segment& s : segments) s.radius_a *= pixel, s.radius_b *= pixel;

    std::vector<float> depth(size * size);
    std::vector<real> noise(size * size);
    ink_depth(segments, size, 2 * pixel, depth.data());
    random_uniform({seed, Purpose::synth, noise_step}, i, noise.data(), noise.size());
    const float edge = hand.edge * pixel;
    for (std::size_t k = 0; k < depth.size(); ++k) {
        const float u = 2 * static_cast<float>(noise[k]) - 1;
        const float t = std::clamp((depth[k] + hand.rough * pixel * u + edge) / (2 * edge), 0.0f, 1.0f);
        out[k] = static_cast<std::uint8_t>(255 * t * t * (3 - 2 * t) * (1 - 0.04f * (u + 1) * hand.rough) + 0.5f);
    }
}

}  // namespace gen::synth
