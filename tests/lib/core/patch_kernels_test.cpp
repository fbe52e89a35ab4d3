#include "core/patch_kernels.hpp"

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

}  // namespace

TEST_CASE("patch kernels: are of the level of the other kernels") { CHECK(patch_kernels().level == doctest::String(kernels().level)); }

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
