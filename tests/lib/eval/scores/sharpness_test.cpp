#include "eval/scores/sharpness.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"

using namespace gen;

namespace {

constexpr std::size_t sharp_side = 10;

template <class F>
Matrix sharp_image(F f) {
    Matrix out(1, sharp_side * sharp_side);
    for (std::size_t y = 0; y < sharp_side; ++y)
        for (std::size_t x = 0; x < sharp_side; ++x) out(0, y * sharp_side + x) = static_cast<real>(f(y, x));
    return out;
}

Sharpness sharpness_of(const Matrix& images, const Shape& shape = {1, sharp_side, sharp_side}, std::size_t threads = 2) {
    Parallel parallel(threads);
    return sharpness(images, shape, parallel);
}

double checkerboard(std::size_t y, std::size_t x) { return static_cast<double>((y + x) % 2); }

}  // namespace

TEST_CASE("sharpness: of one colour 0, of a step and of a checkerboard as by hand") {
    const Sharpness flat = sharpness_of(sharp_image([](std::size_t, std::size_t) { return 0.5; }));
    CHECK(flat.laplacian.value == 0);
    CHECK(flat.gradient.value == 0);
    // The Laplacian is 1 in one of eight columns, -1 in the next; one of nine columns rises.
    const Sharpness step = sharpness_of(sharp_image([](std::size_t, std::size_t x) { return x < 5 ? 0.0 : 1.0; }));
    CHECK(step.laplacian.value == doctest::Approx(2.0 / 8));
    CHECK(step.gradient.value == doctest::Approx(1.0 / 9));
    const Sharpness board = sharpness_of(sharp_image(checkerboard));
    CHECK(board.laplacian.value == doctest::Approx(16));
    CHECK(board.gradient.value == doctest::Approx(2));
    // Curved, but evenly so: no variance.
    const Sharpness bowl = sharpness_of(sharp_image([](std::size_t y, std::size_t x) { return static_cast<double>(y * y + x * x); }));
    CHECK(bowl.laplacian.value == doctest::Approx(0));
}

TEST_CASE("sharpness: blur lowers it, noise raises it") {
    Matrix noise(1, sharp_side * sharp_side);
    random_uniform({3, Purpose::synth}, 0, noise.data(), noise.size());
    const auto wave = [](std::size_t y, std::size_t x) { return 0.5 + 0.5 * std::sin(static_cast<double>(x + 2 * y)); };
    const Sharpness sharp = sharpness_of(sharp_image(wave));
    const Sharpness blurred =
        sharpness_of(sharp_image([&](std::size_t y, std::size_t x) { return (wave(y, x) + wave(y, x + 1) + wave(y + 1, x)) / 3; }));
    const Sharpness noisy =
        sharpness_of(sharp_image([&](std::size_t y, std::size_t x) { return wave(y, x) + static_cast<double>(noise(0, y * sharp_side + x)); }));
    CHECK(blurred.laplacian.value < 0.8 * sharp.laplacian.value);
    CHECK(blurred.gradient.value < 0.8 * sharp.gradient.value);
    CHECK(noisy.laplacian.value > sharp.laplacian.value);
    CHECK(noisy.gradient.value > sharp.gradient.value);
}

TEST_CASE("sharpness: three channels count by luma, others alike") {
    const Matrix board = sharp_image(checkerboard);
    const std::size_t n = board.size();
    Matrix green(1, 3 * n);
    Matrix second(1, 2 * n);
    for (std::size_t i = 0; i < n; ++i) green(0, n + i) = second(0, n + i) = board(0, i);
    CHECK(sharpness_of(green, {3, sharp_side, sharp_side}).laplacian.value == doctest::Approx(16 * .587 * .587));
    CHECK(sharpness_of(second, {2, sharp_side, sharp_side}).gradient.value == doctest::Approx(2 * .5 * .5));
}

TEST_CASE("sharpness: means and errors over images, whatever the threads, and none of points") {
    Matrix images(100, sharp_side * sharp_side);
    const Matrix board = sharp_image(checkerboard);
    for (std::size_t i = 0; i < 100; i += 4)
        for (std::size_t j = 0; j < board.size(); ++j) images(i, j) = board(0, j);
    const Sharpness one = sharpness_of(images, {1, sharp_side, sharp_side}, 1);
    CHECK(one.laplacian.value == doctest::Approx(4));
    CHECK(one.laplacian.error == doctest::Approx(16 * std::sqrt(.25 * .75 / 99)));
    const Sharpness three = sharpness_of(images, {1, sharp_side, sharp_side}, 3);
    CHECK(one.laplacian.value == three.laplacian.value);
    CHECK(one.gradient.error == three.gradient.error);
    CHECK_THROWS_WITH_AS(sharpness_of(Matrix(2, 5), {5, 1, 1}), "sharpness of images 5x1x1, expected pictures at least 3 pixels high and wide",
                         Error);
}
