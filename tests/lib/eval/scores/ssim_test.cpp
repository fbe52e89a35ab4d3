#include "eval/scores/ssim.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/random.hpp"

using namespace gen;

namespace {

using SsimPicture = std::vector<std::vector<double>>;  // rows of one channel

/// Waves and noise, brighter with `seed`.
std::vector<real> ssim_pixels(const Shape& shape, std::uint64_t seed) {
    std::vector<real> noise(count(shape));
    random_uniform({seed, Purpose::synth}, 0, noise.data(), noise.size());
    for (std::size_t i = 0; i < noise.size(); ++i) {
        const double x = static_cast<double>(i % shape[2]);
        const double y = static_cast<double>(i / shape[2]);
        noise[i] = static_cast<real>(0.45 + 0.25 * std::sin(0.4 * x + 0.1 * static_cast<double>(seed)) * std::cos(0.3 * y) +
                                     0.2 * static_cast<double>(noise[i]));
    }
    return noise;
}

/// The definition, window by window, with weighted moments about the means. What is `with_luminance`, the mean over windows of l cs, else of cs.
double ssim_of_windows(const SsimPicture& a, const SsimPicture& b, double sd, bool with_luminance) {
    const std::size_t side = std::min({std::size_t{11}, a.size(), a[0].size()});
    std::vector<double> of_windows;
    for (std::size_t top = 0; top + side <= a.size(); ++top)
        for (std::size_t left = 0; left + side <= a[0].size(); ++left) {
            double weights = 0;
            double mean_a = 0;
            double mean_b = 0;
            const auto each = [&](auto use) {
                for (std::size_t y = 0; y < side; ++y)
                    for (std::size_t x = 0; x < side; ++x) {
                        const double dy = static_cast<double>(y) - (static_cast<double>(side) - 1) / 2;
                        const double dx = static_cast<double>(x) - (static_cast<double>(side) - 1) / 2;
                        use(std::exp(-(dx * dx + dy * dy) / (2 * sd * sd)), a[top + y][left + x], b[top + y][left + x]);
                    }
            };
            each([&](double w, double, double) { weights += w; });
            each([&](double w, double p, double q) {
                mean_a += w / weights * p;
                mean_b += w / weights * q;
            });
            double variance_a = 0;
            double variance_b = 0;
            double covariance = 0;
            each([&](double w, double p, double q) {
                variance_a += w / weights * (p - mean_a) * (p - mean_a);
                variance_b += w / weights * (q - mean_b) * (q - mean_b);
                covariance += w / weights * (p - mean_a) * (q - mean_b);
            });
            const double luminance = (2 * mean_a * mean_b + 1e-4) / (mean_a * mean_a + mean_b * mean_b + 1e-4);
            const double contrast = (2 * covariance + 9e-4) / (variance_a + variance_b + 9e-4);
            of_windows.push_back(with_luminance ? luminance * contrast : contrast);
        }
    double sum = 0;
    for (const double v : of_windows) sum += v;
    return sum / static_cast<double>(of_windows.size());
}

SsimPicture ssim_halved(SsimPicture in) {
    if (in.size() % 2 == 1) in.push_back(in.back());
    for (std::vector<double>& row : in)
        if (row.size() % 2 == 1) row.push_back(row.back());
    SsimPicture out(in.size() / 2, std::vector<double>(in[0].size() / 2));
    for (std::size_t y = 0; y < out.size(); ++y)
        for (std::size_t x = 0; x < out[0].size(); ++x)
            out[y][x] = (in[2 * y][2 * x] + in[2 * y + 1][2 * x] + in[2 * y][2 * x + 1] + in[2 * y + 1][2 * x + 1]) / 4;
    return out;
}

double direct_ms_ssim(const std::vector<real>& a, const std::vector<real>& b, const Shape& shape, const std::vector<double>& weights) {
    double mean = 0;
    for (std::size_t c = 0; c < shape[0]; ++c) {
        SsimPicture of_a(shape[1], std::vector<double>(shape[2]));
        SsimPicture of_b = of_a;
        for (std::size_t y = 0; y < shape[1]; ++y)
            for (std::size_t x = 0; x < shape[2]; ++x) {
                of_a[y][x] = static_cast<double>(a[(c * shape[1] + y) * shape[2] + x]);
                of_b[y][x] = static_cast<double>(b[(c * shape[1] + y) * shape[2] + x]);
            }
        double product = 1;
        for (std::size_t k = 0; k < weights.size(); ++k) {
            product *= std::pow(std::max(0.0, ssim_of_windows(of_a, of_b, 1.5, k + 1 == weights.size())), weights[k]);
            of_a = ssim_halved(of_a);
            of_b = ssim_halved(of_b);
        }
        mean += product / static_cast<double>(shape[0]);
    }
    return mean;
}

}  // namespace

TEST_CASE("ssim: equals a direct computation, window by window, for both choices of scales and odd sides") {
    for (const Shape& shape : {Shape{1, 28, 28}, Shape{3, 32, 32}, Shape{2, 23, 37}, Shape{1, 5, 9}}) {
        CAPTURE(text(shape));
        const std::vector<real> a = ssim_pixels(shape, 1);
        const std::vector<real> b = ssim_pixels(shape, 2);
        for (const SsimScales& scales : {scales_by_size(shape), five_scales()})
            CHECK(ms_ssim(a.data(), b.data(), shape, scales) == doctest::Approx(direct_ms_ssim(a, b, shape, scales.weights)).epsilon(1e-9));
    }
}

TEST_CASE("ssim: equal pictures have 1, order does not count, and of even planes only luminance is left") {
    const Shape shape = {1, 28, 28};
    const std::vector<real> a = ssim_pixels(shape, 1);
    const std::vector<real> b = ssim_pixels(shape, 2);
    CHECK(ms_ssim(a.data(), a.data(), shape, five_scales()) == doctest::Approx(1).epsilon(1e-12));
    CHECK(ms_ssim(a.data(), b.data(), shape, five_scales()) == ms_ssim(b.data(), a.data(), shape, five_scales()));
    const std::vector<real> dark(784, real{0.25});
    const std::vector<real> light(784, real{0.75});
    const double luminance = (2 * 0.25 * 0.75 + 1e-4) / (0.25 * 0.25 + 0.75 * 0.75 + 1e-4);
    CHECK(ms_ssim(dark.data(), light.data(), shape, five_scales()) == doctest::Approx(std::pow(luminance, .1333)).epsilon(1e-9));
}

TEST_CASE("ssim: a picture and its negative are worth 0, not the power of a negative number") {
    const Shape shape = {1, 28, 28};
    const std::vector<real> a = ssim_pixels(shape, 1);
    std::vector<real> negative = a;
    for (real& v : negative) v = 1 - v;
    CHECK(ms_ssim(a.data(), negative.data(), shape, five_scales()) == 0);
}

TEST_CASE("ssim: scales by size are as many as leave a window, with weights that sum to 1") {
    const auto scales = [](std::size_t side) { return scales_by_size({1, side, side + 5}).weights; };
    CHECK(scales(8).size() == 1);
    CHECK(scales(11).size() == 1);
    CHECK(scales(28).size() == 2);
    CHECK(scales(32).size() == 2);
    CHECK(scales(64).size() == 3);
    CHECK(scales(176).size() == 5);
    CHECK(scales(1000).size() == 5);
    CHECK(scales(28)[0] == doctest::Approx(.0448 / (.0448 + .2856)));
    CHECK(scales(28)[0] + scales(28)[1] == doctest::Approx(1));
}
