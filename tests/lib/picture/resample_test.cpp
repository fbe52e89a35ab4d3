#include "picture/resample.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"

using namespace gen;

namespace {

Picture ramp(std::size_t channels, std::size_t height, std::size_t width) {
    Picture p;
    p.resize(channels, height, width);
    for (std::size_t i = 0; i < p.values.size(); ++i) p.values[i] = static_cast<real>(i);
    return p;
}

void cropped(Picture picture, const Crop& rectangle) { crop(picture, rectangle); }

}  // namespace

TEST_CASE("crop: a centred rectangle of odd difference lies half a pixel left and up") {
    Picture out = ramp(2, 5, 4);
    crop(out, {{1, 2}, {}});
    CHECK(out.channels == 2);
    CHECK(out.height == 2);
    CHECK(out.width == 1);
    CHECK(out.values == std::vector<real>{5, 9, 25, 29});
}

TEST_CASE("crop: a corner is x then y, and what sticks out is refused") {
    Picture out = ramp(1, 5, 4);
    crop(out, {{2, 1}, std::pair<std::size_t, std::size_t>{1, 3}});
    CHECK(out.values == std::vector<real>{13, 14});
    CHECK_THROWS_WITH_AS(cropped(ramp(1, 5, 4), parse_crop("--crop", "2x1+3+0")), "a crop of 2x1+3+0 does not fit an image of 4x5", Error);
    CHECK_THROWS_WITH_AS(cropped(ramp(1, 5, 4), {{5, 1}, {}}), "a crop of 5x1 does not fit an image of 4x5", Error);
}

TEST_CASE("crop: a ratio cuts out the largest part of that shape, its smaller side rounded") {
    Picture out;
    const auto size_of = [&](std::size_t width, std::size_t height, const char* ratio) {
        out = ramp(1, height, width);
        crop(out, parse_crop("--crop", ratio));
        return std::pair{out.width, out.height};
    };
    CHECK(size_of(7, 4, "1:1") == std::pair<std::size_t, std::size_t>{4, 4});
    CHECK(out.values[0] == 1);
    CHECK(size_of(4, 7, "1:1") == std::pair<std::size_t, std::size_t>{4, 4});
    CHECK(out.values[0] == 4);
    CHECK(size_of(10, 10, "16:9") == std::pair<std::size_t, std::size_t>{10, 6});
    CHECK(size_of(10, 10, "3:4") == std::pair<std::size_t, std::size_t>{8, 10});
    CHECK(size_of(6, 4, "6:4") == std::pair<std::size_t, std::size_t>{6, 4});
    CHECK(size_of(2, 1, "1:9") == std::pair<std::size_t, std::size_t>{1, 1});
}

TEST_CASE("resize: halving averages with the weights 1 3 3 1 of the triangle") {
    Picture in;
    in.resize(1, 1, 8);
    in.values = {0, 0, 0, 8, 0, 0, 0, 0};
    Picture out;
    resize(in, {4, 1}, out);
    CHECK(out.values == std::vector<real>{0, 3, 1, 0});
}

TEST_CASE("resize: doubling is bilinear and ends at the border pixels") {
    Picture in;
    in.resize(1, 2, 1);
    in.values = {0, 4};
    Picture out;
    resize(in, {1, 4}, out);
    CHECK(out.values == std::vector<real>{0, 1, 3, 4});
}

TEST_CASE("resize: a constant stays constant and a mean is kept, 148 to 64") {
    Picture flat;
    flat.resize(3, 148, 148);
    for (real& v : flat.values) v = 200;
    Picture out;
    resize(flat, {64, 64}, out);
    CHECK(out.values.size() == 3 * 64 * 64);
    for (const real v : out.values) REQUIRE(std::abs(v - 200) < 1e-3);
    resize(ramp(1, 148, 148), {64, 64}, out);
    double mean = 0;
    for (const real v : out.values) mean += v / (64.0 * 64);
    CHECK(std::abs(mean - (148 * 148 - 1) / 2.0) < 0.05);
}

TEST_CASE("grey: weighs by Rec. 601, and white stays white") {
    Picture in;
    in.resize(3, 1, 2);
    in.values = {255, 100, 255, 0, 255, 50};
    grey(in);
    const Picture& out = in;
    CHECK(out.channels == 1);
    CHECK(std::abs(out.values[0] - 255) < 1e-3);
    CHECK(std::abs(out.values[1] - 35.6) < 1e-3);
    Picture two = ramp(2, 1, 1);
    CHECK_THROWS_WITH_AS(grey(two), "an image of 2 channels has no grey, expected 1 or 3", Error);
}

TEST_CASE("sizes: what is not WxH is a usage error that shows an example") {
    CHECK(parse_picture_size("--resize", "64x32").height == 32);
    CHECK_THROWS_WITH_AS(parse_picture_size("--resize", "64"), "--resize: '64' is not WxH, expected for example 64x64", Error);
    CHECK_THROWS_AS(parse_picture_size("--resize", "0x4"), Error);
    CHECK_THROWS_AS(parse_picture_size("--resize", "4x4 "), Error);
    CHECK_THROWS_WITH_AS(parse_crop("--crop", "4x4+1"),
                         "--crop: '4x4+1' is not WxH, WxH+X+Y or W:H, expected for example 148x148, 108x108+35+55 or 1:1", Error);
}
