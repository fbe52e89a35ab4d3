#include "eval/scores/ssim.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

constexpr double wang[] = {.0448, .2856, .3001, .2363, .1333};
constexpr double c1 = .01 * .01;
constexpr double c2 = .03 * .03;

/// One channel of a picture.
struct Plane {
    std::size_t height;
    std::size_t width;
    std::vector<double> values;
    double at(std::size_t y, std::size_t x) const { return values[y * width + x]; }
};

Plane plane_of(const real* values, std::size_t height, std::size_t width) { return {height, width, {values, values + height * width}}; }

Plane halved(const Plane& in) {
    Plane out = {(in.height + 1) / 2, (in.width + 1) / 2, {}};
    for (std::size_t y = 0; y < out.height; ++y)
        for (std::size_t x = 0; x < out.width; ++x) {
            const std::size_t below = std::min(2 * y + 1, in.height - 1);
            const std::size_t right = std::min(2 * x + 1, in.width - 1);
            out.values.push_back((in.at(2 * y, 2 * x) + in.at(2 * y, right) + in.at(below, 2 * x) + in.at(below, right)) / 4);
        }
    return out;
}

std::vector<double> gaussian_window(std::size_t side, double sd) {
    std::vector<double> window;
    for (std::size_t i = 0; i < side; ++i) {
        const double from_middle = static_cast<double>(i) - static_cast<double>(side - 1) / 2;
        window.push_back(math::exp(-from_middle * from_middle / (2 * sd * sd)));
    }
    const double sum = std::accumulate(window.begin(), window.end(), 0.0);
    for (double& w : window) w /= sum;
    return window;
}

/// Weighted means around each place where the whole window lies within the plane: along rows, then along columns.
Plane filtered(const Plane& in, const std::vector<double>& window) {
    const std::size_t width = in.width + 1 - window.size();
    std::vector<double> rows(in.height * width);
    for (std::size_t y = 0; y < in.height; ++y)
        for (std::size_t i = 0; i < window.size(); ++i)
            for (std::size_t x = 0; x < width; ++x) rows[y * width + x] += window[i] * in.values[y * in.width + x + i];
    Plane out = {in.height + 1 - window.size(), width, {}};
    out.values.resize(out.height * width);
    for (std::size_t y = 0; y < out.height; ++y)
        for (std::size_t i = 0; i < window.size(); ++i)
            for (std::size_t x = 0; x < width; ++x) out.values[y * width + x] += window[i] * rows[(y + i) * width + x];
    return out;
}

template <class F>
Plane combined(const Plane& a, const Plane& b, F f) {
    Plane out = {a.height, a.width, std::vector<double>(a.values.size())};
    for (std::size_t i = 0; i < a.values.size(); ++i) out.values[i] = f(a.values[i], b.values[i]);
    return out;
}

/// Means over the plane.
struct Ssim {
    double contrast = 0;  // and structure
    double whole = 0;     // times luminance
};

Ssim ssim(const Plane& a, const Plane& b, const SsimScales& scales) {
    const std::vector<double> window = gaussian_window(std::min({scales.window, a.height, a.width}), scales.sd);
    const Plane mean_a = filtered(a, window);
    const Plane mean_b = filtered(b, window);
    const Plane products = filtered(combined(a, b, [](double x, double y) { return x * y; }), window);
    const Plane squares = filtered(combined(a, b, [](double x, double y) { return x * x + y * y; }), window);
    Ssim sums;
    for (std::size_t i = 0; i < products.values.size(); ++i) {
        const double both = 2 * mean_a.values[i] * mean_b.values[i];
        const double each = mean_a.values[i] * mean_a.values[i] + mean_b.values[i] * mean_b.values[i];
        const double contrast = (2 * products.values[i] - both + c2) / (squares.values[i] - each + c2);
        sums.contrast += contrast;
        sums.whole += contrast * (both + c1) / (each + c1);
    }
    const auto n = static_cast<double>(products.values.size());
    return {sums.contrast / n, sums.whole / n};
}

double ms_ssim_of_channel(Plane a, Plane b, const SsimScales& scales) {
    double product = 1;
    for (std::size_t k = 0; k < scales.weights.size(); ++k) {
        if (k > 0) {
            a = halved(a);
            b = halved(b);
        }
        const Ssim found = ssim(a, b, scales);
        product *= math::pow(std::max(0.0, k + 1 < scales.weights.size() ? found.contrast : found.whole), scales.weights[k]);
    }
    return product;
}

}  // namespace

SsimScales scales_by_size(const Shape& shape) {
    SsimScales scales;
    std::size_t side = std::min(shape[1], shape[2]);
    for (const double weight : wang) {
        if (!scales.weights.empty() && side < scales.window) break;
        scales.weights.push_back(weight);
        side = (side + 1) / 2;
    }
    const double sum = std::accumulate(scales.weights.begin(), scales.weights.end(), 0.0);
    for (double& weight : scales.weights) weight /= sum;
    return scales;
}

SsimScales five_scales() { return {.weights = {std::begin(wang), std::end(wang)}}; }

double ms_ssim(const real* a, const real* b, const Shape& shape, const SsimScales& scales) {
    const std::size_t pixels = shape[1] * shape[2];
    double sum = 0;
    for (std::size_t c = 0; c < shape[0]; ++c)
        sum += ms_ssim_of_channel(plane_of(a + c * pixels, shape[1], shape[2]), plane_of(b + c * pixels, shape[1], shape[2]), scales);
    return sum / static_cast<double>(shape[0]);
}

}  // namespace gen
