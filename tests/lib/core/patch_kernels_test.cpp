#include "core/patch_kernels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/kernels.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

constexpr double tolerance = sizeof(real) == 8 ? 1e-13 : 1e-6;

/// Calls test(positions, channels) for few and many of both.
template <class Test>
void for_each_shape(const Test& test) {
    for (const std::size_t channels : {1, 2, 3, 5, 16, 31, 32, 33, 64, 70})
        for (std::size_t positions = 0; positions < 140; positions += positions < 9 ? 1 : 13) {
            CAPTURE(channels);
            CAPTURE(positions);
            test(positions, channels);
        }
}

double value(const Matrix& m, std::size_t p, std::size_t c) { return static_cast<double>(m(p, c)); }

double distance(double a, double b) { return std::abs(a - b) / std::max(1.0, std::abs(b)); }

}  // namespace

TEST_CASE("patch kernels: are of the level of the other kernels") { CHECK(patch_kernels().level == doctest::String(kernels().level)); }

TEST_CASE("patch kernels: sums over positions are added to what is there") {
    for_each_shape([](std::size_t positions, std::size_t channels) {
        const Matrix x = normals(positions, channels, 1);
        const Matrix y = normals(positions, channels, 2);
        std::vector<double> sum(channels, 3), squares(channels, 4), sum_x(channels, 5), sum_xy(channels, 6);
        patch_kernels().channel_sums(x.data(), positions, channels, sum.data(), squares.data());
        patch_kernels().channel_dot(x.data(), y.data(), positions, channels, sum_x.data(), sum_xy.data());
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

TEST_CASE("patch kernels: each channel has its own scale and shift, also in place") {
    for_each_shape([](std::size_t positions, std::size_t channels) {
        const Matrix x = normals(positions, channels, 1);
        const Matrix d = normals(positions, channels, 2);
        const Matrix f = normals(3, channels, 3);
        Matrix scaled(positions + 1, channels);
        Matrix combined(positions + 1, channels);
        Matrix in_place = x;
        scaled.fill(7);
        combined.fill(7);
        patch_kernels().scale_shift(x.data(), positions, channels, f.row(0), f.row(1), scaled.data());
        patch_kernels().axpby(x.data(), d.data(), positions, channels, f.row(0), f.row(1), f.row(2), combined.data());
        patch_kernels().scale_shift(in_place.data(), positions, channels, f.row(0), f.row(1), in_place.data());
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

TEST_CASE("patch kernels: rows become columns") {
    for (const std::size_t rows : {1, 2, 3, 7, 8, 9, 16, 33, 40, 70})
        for (const std::size_t columns : {1, 3, 8, 15, 16, 49, 64, 100}) {
            CAPTURE(rows);
            CAPTURE(columns);
            const Matrix x = normals(rows, columns, 1);
            Matrix y(columns, rows + 1);  // what lies behind stays as it is
            patch_kernels().transpose(x.data(), rows, columns, y.data());
            bool all = std::all_of(y.data() + rows * columns, y.data() + y.size(), [](real v) { return v == 0; });
            for (std::size_t i = 0; i < rows; ++i)
                for (std::size_t j = 0; j < columns; ++j) all = all && y.data()[j * rows + i] == x(i, j);
            CHECK(all);
        }
}

TEST_CASE("patch kernels: positions are filled with one number a channel, or with 0") {
    for_each_shape([](std::size_t positions, std::size_t channels) {
        const Matrix values = normals(1, channels, 1);
        for (const bool zero : {true, false}) {
            Matrix y(positions + 1, channels);
            y.fill(7);
            patch_kernels().fill_positions(y.data(), zero ? nullptr : values.data(), positions, channels);
            bool right = true;
            for (std::size_t p = 0; p <= positions; ++p)
                for (std::size_t c = 0; c < channels; ++c) right = right && y(p, c) == (p == positions ? 7 : zero ? 0 : values(0, c));
            CHECK(right);
        }
    });
}

TEST_CASE("patch kernels: patches are copied from any line and any column on, and adding them is the adjoint") {
    for (const std::size_t channels : {1, 3, 4, 20})
        for (const std::size_t padding : {0, 1, 3}) {
            const ConvGeometry g = convolution_of(channels, 9, 11, 1, 3, 5, 2, padding);
            CAPTURE(channels);
            CAPTURE(padding);
            const Matrix image = normals(1, g.large_size(), 1);
            const Matrix added = normals(g.small_positions(), g.patch(), 2);
            Matrix all(g.small_positions(), g.patch());
            patch_kernels().gather(g, image.data(), 0, g.small_height, 0, g.patch(), all.data());
            Matrix folded(1, g.large_size());
            patch_kernels().scatter(g, added.data(), 0, 1, folded.data());
            patch_kernels().scatter(g, added.row(g.small_width), 1, g.small_height - 1, folded.data());
            double patches = 0, pixels = 0;
            for (std::size_t i = 0; i < all.size(); ++i) patches += static_cast<double>(all.data()[i]) * static_cast<double>(added.data()[i]);
            for (std::size_t i = 0; i < image.size(); ++i) pixels += static_cast<double>(image.data()[i]) * static_cast<double>(folded.data()[i]);
            CHECK(std::abs(patches - pixels) < 100 * tolerance);

            const std::size_t first = g.patch() / 3, last = g.patch() - 1;
            Matrix some(2 * g.small_width, last - first);
            patch_kernels().gather(g, image.data(), 1, 2, first, last, some.data());
            bool equal = true;
            for (std::size_t p = 0; p < some.rows(); ++p)
                for (std::size_t k = first; k < last; ++k) equal = equal && some(p, k - first) == all(g.small_width + p, k);
            CHECK(equal);
        }
}
