#include "core/channel_kernels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/kernels.hpp"
#include "gradients.hpp"
#include "lib/core/map_shapes.hpp"

using namespace gen;

namespace {

constexpr double tolerance = sizeof(real) == 8 ? 1e-13 : 1e-6;

double value(const Matrix& m, std::size_t p, std::size_t c) { return static_cast<double>(m(p, c)); }

double distance(double a, double b) { return std::abs(a - b) / std::max(1.0, std::abs(b)); }

}  // namespace

TEST_CASE("channel kernels: sums over positions are added to what is there") {
    for_each_shape([](std::size_t positions, std::size_t channels) {
        const Matrix x = normals(positions, channels, 1);
        const Matrix y = normals(positions, channels, 2);
        std::vector<double> sum(channels, 3), squares(channels, 4), sum_x(channels, 5), sum_xy(channels, 6);
        channel_kernels().sums(x.data(), positions, channels, sum.data(), squares.data());
        channel_kernels().dot(x.data(), y.data(), positions, channels, sum_x.data(), sum_xy.data());
        double worst = 0;
        for (std::size_t c = 0; c < channels; ++c) {
            double s = 0, q = 0, d = 0;
            for (std::size_t p = 0; p < positions; ++p) {
                s += value(x, p, c);
                q += value(x, p, c) * value(x, p, c);
                d += value(x, p, c) * value(y, p, c);
            }
            for (const double off : {distance(sum[c], 3 + s), distance(squares[c], 4 + q), distance(sum_x[c], 5 + s), distance(sum_xy[c], 6 + d)})
                worst = std::max(worst, off);
        }
        CHECK(worst < 1e-13);  // in double, whatever the data are
    });
}

TEST_CASE("channel kernels: each channel has its own scale and shift, also in place") {
    for_each_shape([](std::size_t positions, std::size_t channels) {
        const Matrix x = normals(positions, channels, 1);
        const Matrix d = normals(positions, channels, 2);
        const Matrix f = normals(3, channels, 3);
        Matrix scaled(positions + 1, channels);
        Matrix combined(positions + 1, channels);
        Matrix in_place = x;
        scaled.fill(7);
        combined.fill(7);
        channel_kernels().scale_shift(x.data(), positions, channels, f.row(0), f.row(1), scaled.data());
        channel_kernels().axpby(x.data(), d.data(), positions, channels, f.row(0), f.row(1), f.row(2), combined.data());
        channel_kernels().scale_shift(in_place.data(), positions, channels, f.row(0), f.row(1), in_place.data());
        double worst = 0;
        bool in_bounds = true;
        for (std::size_t c = 0; c < channels; ++c) {
            for (std::size_t p = 0; p < positions; ++p) {
                worst = std::max(worst, distance(value(scaled, p, c), value(x, p, c) * value(f, 0, c) + value(f, 1, c)));
                const double sum = value(x, p, c) * value(f, 0, c) + value(d, p, c) * value(f, 1, c) + value(f, 2, c);
                worst = std::max(worst, distance(value(combined, p, c), sum));
                in_bounds = in_bounds && in_place(p, c) == scaled(p, c);
            }
            in_bounds = in_bounds && scaled(positions, c) == 7 && combined(positions, c) == 7;
        }
        CHECK(worst < tolerance);
        CHECK(in_bounds);
    });
}

TEST_CASE("channel kernels: a relu behind a norm gives the bytes of both, one after the other") {
    for (const real slope : {real{0}, static_cast<real>(0.2)})
        for_each_shape([slope](std::size_t positions, std::size_t channels) {
            if (positions == 0) return;
            Matrix x = normals(positions, channels, 1);
            const Matrix d = normals(positions, channels, 2);
            const Matrix f = normals(3, channels, 3);
            const Rectified by = {f.row(0), f.row(1), slope};
            x(positions / 2, 0) = -f(1, 0) / f(0, 0);  // about 0 behind the norm
            Matrix y(positions, channels), rectified(positions, channels), fused(positions, channels), dy(positions, channels);
            channel_kernels().scale_shift(x.data(), positions, channels, by.scale, by.shift, y.data());
            kernels().relu(y.data(), y.size(), slope, rectified.data());
            channel_kernels().scale_shift_relu(x.data(), positions, channels, by, fused.data());
            CHECK(std::ranges::equal(fused.values(), rectified.values()));

            kernels().relu_gradient(rectified.data(), d.data(), d.size(), slope, dy.data());
            std::vector<double> apart(2 * channels), together(2 * channels);
            channel_kernels().dot(dy.data(), x.data(), positions, channels, apart.data(), apart.data() + channels);
            channel_kernels().dot_relu(d.data(), x.data(), positions, channels, by, together.data(), together.data() + channels);
            CHECK(apart == together);

            Matrix dx = d;
            channel_kernels().axpby(x.data(), dy.data(), positions, channels, f.row(1), f.row(2), f.row(0), dy.data());
            channel_kernels().axpby_relu(x.data(), dx.data(), positions, channels, f.row(1), f.row(2), f.row(0), by, dx.data());
            CHECK(std::ranges::equal(dx.values(), dy.values()));
        });
}
