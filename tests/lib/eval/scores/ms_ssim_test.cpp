#include "eval/scores/ms_ssim.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/random.hpp"
#include "eval/scores/ssim.hpp"

using namespace gen;

namespace {

constexpr std::size_t ms_ssim_side = 14;
const Shape ms_ssim_shape = {1, ms_ssim_side, ms_ssim_side};

Matrix noise_images(std::size_t n) {
    Matrix images(n, ms_ssim_side * ms_ssim_side);
    for (std::size_t i = 0; i < n; ++i) random_uniform({4, Purpose::synth}, static_cast<std::uint32_t>(i), images.row(i), images.columns());
    return images;
}

MsSsim diversity(const Matrix& images, MsSsimProtocol protocol, std::uint64_t seed = 0, std::size_t threads = 2) {
    Parallel parallel(threads);
    return ms_ssim_diversity(images, ms_ssim_shape, protocol, seed, parallel);
}

}  // namespace

TEST_CASE("ms-ssim: copies have no diversity, noise has much, and one dull image among copies shows by its pairs") {
    Matrix images(200, ms_ssim_side * ms_ssim_side);
    const Matrix noise = noise_images(200);
    for (std::size_t i = 0; i < 200; ++i) std::copy_n(noise.row(0), noise.columns(), images.row(i));
    for (const MsSsimProtocol protocol : {MsSsimProtocol::by_size, MsSsimProtocol::compare_gan}) {
        CHECK(diversity(images, protocol).diversity.value == doctest::Approx(0).epsilon(1e-12));
        CHECK(diversity(noise, protocol).diversity.value > 0.5);
        CHECK(diversity(noise, protocol).diversity.error > 0);
    }
    std::copy_n(noise.row(1), noise.columns(), images.row(17));
    const double apart = 1 - ms_ssim(noise.row(0), noise.row(1), ms_ssim_shape, scales_by_size(ms_ssim_shape));
    CHECK(diversity(images, MsSsimProtocol::by_size).diversity.value == doctest::Approx(apart / 100));
    CHECK(diversity(images, MsSsimProtocol::by_size).diversity.error == doctest::Approx(apart / 100));  // sd of one among 100 over root 100
}

TEST_CASE("ms-ssim: half the images make disjoint pairs, batches of compare_gan all of theirs") {
    const Matrix images = noise_images(200);
    CHECK(diversity(images, MsSsimProtocol::by_size).pairs == 100);
    CHECK(diversity(images, MsSsimProtocol::by_size).scales == 1);
    CHECK(diversity(images, MsSsimProtocol::compare_gan).pairs == 3 * 64 * 63 / 2);
    CHECK(diversity(images, MsSsimProtocol::compare_gan).scales == 5);
    CHECK(diversity(noise_images(7), MsSsimProtocol::compare_gan).pairs == 7 * 6 / 2);
    double sum = 0;
    const Matrix few = noise_images(7);
    for (std::size_t i = 0; i < 7; ++i)
        for (std::size_t j = 0; j < 7; ++j) sum += i == j ? 0 : 1 - ms_ssim(few.row(i), few.row(j), ms_ssim_shape, five_scales());
    CHECK(diversity(few, MsSsimProtocol::compare_gan).diversity.value == doctest::Approx(sum / (7 * 6)));
}

TEST_CASE("ms-ssim: another seed takes other pairs, another number of threads does not") {
    const Matrix images = noise_images(200);
    for (const MsSsimProtocol protocol : {MsSsimProtocol::by_size, MsSsimProtocol::compare_gan}) {
        const MsSsim one = diversity(images, protocol, 1, 1);
        const MsSsim three = diversity(images, protocol, 1, 3);
        CHECK(one.diversity.value == three.diversity.value);
        CHECK(one.diversity.error == three.diversity.error);
        CHECK(one.diversity.value != diversity(images, protocol, 2).diversity.value);
    }
}

TEST_CASE("ms-ssim: one image is no pair, and points are no pictures") {
    CHECK_THROWS_WITH_AS(diversity(noise_images(1), MsSsimProtocol::by_size), "MS-SSIM of 1 images, expected at least 2", Error);
    Parallel parallel;
    CHECK_THROWS_WITH_AS(ms_ssim_diversity(Matrix(4, 2), {2, 1, 1}, MsSsimProtocol::by_size, 0, parallel),
                         "MS-SSIM of images 2x1x1, expected pictures at least 2 pixels high and wide", Error);
}
