#include "synth/shapes.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/random.hpp"
#include "synth/angle.hpp"
#include "synth/balance.hpp"

namespace gen::synth {
namespace {

struct Place {
    double x;
    double y;  // downwards
};

double length(double x, double y) { return std::sqrt(x * x + y * y); }

// The signed distance to a closed polygon, negative inside.
double to_polygon(std::span<const Place> corners, Place p) {
    double nearest = 1e9;
    bool inside = false;
    Place a = corners.back();
    for (const Place& b : corners) {
        const double ex = b.x - a.x;
        const double ey = b.y - a.y;
        const double t = std::clamp(((p.x - a.x) * ex + (p.y - a.y) * ey) / (ex * ex + ey * ey), 0.0, 1.0);
        nearest = std::min(nearest, length(p.x - a.x - t * ex, p.y - a.y - t * ey));
        if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + ex * (p.y - a.y) / ey) inside = !inside;
        a = b;
    }
    return inside ? -nearest : nearest;
}

// Each shape fits into the unit circle; the value is the signed distance to its border, negative inside.
double disc(Place p) { return length(p.x, p.y) - 0.9; }
double ring(Place p) { return std::abs(length(p.x, p.y) - 0.72) - 0.2; }
double crescent(Place p) { return std::max(length(p.x, p.y) - 0.95, 0.8 - length(p.x - 0.5, p.y)); }

double heart(Place p) {
    constexpr double side = 0.62;
    const double x = std::abs(p.x);
    const double y = p.y + 0.1;
    const double lobe = length(x - side / 2, y + side / 2) - side * 0.7071;
    return std::min((x + std::abs(y) - side) * 0.7071, lobe);
}

double square(Place p) {
    constexpr Place corners[] = {{-.7, -.7}, {.7, -.7}, {.7, .7}, {-.7, .7}};
    return to_polygon(corners, p);
}

double triangle(Place p) {
    constexpr Place corners[] = {{0, -1}, {.866, .5}, {-.866, .5}};
    return to_polygon(corners, p);
}

double cross(Place p) {
    constexpr double in = 0.27;
    constexpr double out = 0.95;
    constexpr Place corners[] = {{-in, -out}, {in, -out}, {in, -in}, {out, -in}, {out, in},   {in, in},
                                 {in, out},   {-in, out}, {-in, in}, {-out, in}, {-out, -in}, {-in, -in}};
    return to_polygon(corners, p);
}

double star(Place p) {
    constexpr Place corners[] = {{0, -1},  {.247, -.34},  {.951, -.309}, {.4, .13},      {.588, .809},
                                 {0, .42}, {-.588, .809}, {-.4, .13},    {-.951, -.309}, {-.247, -.34}};
    return to_polygon(corners, p);
}

struct Form {
    std::string_view name;
    double (*distance)(Place);
};
constexpr Form forms[] = {{"disc", disc},   {"ring", ring}, {"square", square}, {"triangle", triangle},
                          {"cross", cross}, {"star", star}, {"heart", heart},   {"crescent", crescent}};

constexpr auto names_of_shapes = [] {
    std::array<std::string_view, std::size(forms)> out;
    std::ranges::transform(forms, out.begin(), &Form::name);
    return out;
}();

using Colour = std::array<double, 3>;  // red, green, blue, 0 to 1

// Hue, saturation and value to red, green and blue.
Colour colour_of(double hue, double saturation, double value) {
    Colour out;
    for (std::size_t c = 0; c < 3; ++c) {
        const double turn = hue + static_cast<double>(3 - c) / 3;
        const double ramp = std::abs((turn - std::floor(turn)) * 6 - 3) - 1;
        out[c] = value * (1 - saturation * (1 - std::clamp(ramp, 0.0, 1.0)));
    }
    return out;
}

double contrast(const Colour& a, const Colour& b) { return std::abs(a[0] - b[0]) * 0.3 + std::abs(a[1] - b[1]) * 0.5 + std::abs(a[2] - b[2]) * 0.2; }

Colour mix(const Colour& a, const Colour& b, double t) { return {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), a[2] + t * (b[2] - a[2])}; }

Colour draw_background(double hue, Draws& draws) {
    const double saturation = draws.uniform(0.1, 0.7);
    return colour_of(hue, saturation, draws.uniform(0.05, 0.95));
}

struct Palette {
    Colour ink;
    Colour near;  // one end of the background's gradient
    Colour far;
};

// One draw a statement: the order in which a call works out its arguments differs from compiler to compiler.
Palette draw_palette(Draws& draws) {
    Palette p;
    const double ink_hue = draws.uniform();
    const double saturation = draws.uniform(0.5, 1);
    p.ink = colour_of(ink_hue, saturation, draws.uniform(0.55, 1));
    const double hue = draws.uniform();
    do {
        p.near = draw_background(hue, draws);
        const double far_hue = hue + draws.uniform(-0.15, 0.15);
        p.far = draw_background(far_hue, draws);
    } while (contrast(p.ink, p.near) < 0.25 || contrast(p.ink, p.far) < 0.25 || contrast(p.ink, mix(p.near, p.far, 0.5)) < 0.25);
    return p;
}

}  // namespace

std::span<const std::string_view> shape_names() { return names_of_shapes; }

std::int32_t shape_label(std::uint64_t seed, std::uint32_t i) { return balanced_label(seed, i, std::size(forms)); }

void draw_shape(std::uint64_t seed, std::size_t size, std::uint32_t i, std::uint8_t* out) {
    Draws draws({seed, Purpose::synth}, i);
    const Form& form = forms[shape_label(seed, i)];
    const Palette palette = draw_palette(draws);
    const auto width = static_cast<double>(size);
    const double radius = width * draws.uniform(0.22, 0.42);
    const double x = width / 2 + draws.uniform(-0.95, 0.95) * (width / 2 - radius);
    const double y = width / 2 + draws.uniform(-0.95, 0.95) * (width / 2 - radius);
    const Direction turn = direction(draws.uniform());
    const Direction slope = direction(draws.uniform());
    for (std::size_t k = 0; k < size * size; ++k) {
        const double px = static_cast<double>(k % size) + 0.5;
        const double py = static_cast<double>(k / size) + 0.5;
        const double dx = (px - x) / radius;
        const double dy = (py - y) / radius;
        const double outside = radius * form.distance({turn.x * dx + turn.y * dy, turn.x * dy - turn.y * dx});
        const double along = 0.5 + 0.7 * (slope.x * (px / width - 0.5) + slope.y * (py / width - 0.5));
        const Colour colour = mix(mix(palette.near, palette.far, along), palette.ink, std::clamp(0.5 - outside, 0.0, 1.0));
        for (std::size_t c = 0; c < 3; ++c) out[c * size * size + k] = static_cast<std::uint8_t>(255 * colour[c] + 0.5);
    }
}

}  // namespace gen::synth
