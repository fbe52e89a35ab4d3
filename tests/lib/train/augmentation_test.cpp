#include "train/augmentation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "core/error.hpp"

using namespace gen;

namespace {

std::vector<real> changed(const Matrix& images, const Shape& shape, const char* how, std::size_t row, std::uint64_t epoch = 0,
                          std::uint64_t seed = 0) {
    const MatrixExamples data(images);
    std::vector<real> out(images.columns());
    AugmentedExamples(data, shape, parse_augmentation(how), seed, epoch).read(row, out.data());
    return out;
}

/// Many times the same image of 2 x 5 x 6 pixels, all different.
Matrix numbered_pixels(std::size_t rows) {
    Matrix m(rows, 60);
    for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<real>(i % 60);
    return m;
}

const Shape numbered_shape = {2, 5, 6};

/// By how much such an image was moved, and whether it was mirrored; fails where it is no such image.
struct Move {
    std::int64_t down;
    std::int64_t across;
    bool mirrored;
    bool operator<(const Move& o) const { return std::tie(down, across, mirrored) < std::tie(o.down, o.across, o.mirrored); }
};

bool is_moved(const std::vector<real>& image, const Move& move) {
    for (std::int64_t c = 0; c < 2; ++c)
        for (std::int64_t i = 0; i < 5; ++i)
            for (std::int64_t j = 0; j < 6; ++j) {
                const std::int64_t from = std::clamp<std::int64_t>(i - move.down, 0, 4);
                const std::int64_t beside = std::clamp<std::int64_t>((move.mirrored ? 5 - j : j) - move.across, 0, 5);
                if (image[static_cast<std::size_t>((c * 5 + i) * 6 + j)] != static_cast<real>((c * 5 + from) * 6 + beside)) return false;
            }
    return true;
}

std::set<Move> moves_of(const char* how, std::int64_t most) {
    const Matrix images = numbered_pixels(600);
    std::set<Move> found;
    for (std::size_t row = 0; row < images.rows(); ++row) {
        const std::vector<real> image = changed(images, numbered_shape, how, row);
        const std::size_t before = found.size();
        bool is_one = false;
        for (std::int64_t down = -most; down <= most; ++down)
            for (std::int64_t across = -most; across <= most; ++across)
                for (const bool mirrored : {false, true})
                    if (is_moved(image, {down, across, mirrored})) {
                        is_one = true;
                        found.insert({down, across, mirrored});
                    }
        REQUIRE(is_one);
        CHECK(found.size() <= before + 1);
    }
    return found;
}

}  // namespace

TEST_CASE("augmentation: shifts and mirror images are exact, and all of them occur") {
    CHECK(moves_of("shift=2", 2).size() == 25);
    CHECK(moves_of("flip", 1).size() == 2);
    CHECK(moves_of("shift=1,flip", 1).size() == 18);
}

TEST_CASE("augmentation: a row is a function of seed, epoch and row") {
    const Matrix images = numbered_pixels(3);
    for (const char* const how : {"crop=2,shift=1,flip", "noise=0.1"}) {
        const std::vector<real> first = changed(images, numbered_shape, how, 1, 4, 7);
        CHECK(first == changed(images, numbered_shape, how, 1, 4, 7));
        CHECK(first != changed(images, numbered_shape, how, 2, 4, 7));
        CHECK(first != changed(images, numbered_shape, how, 1, 5, 7));
        CHECK(first != changed(images, numbered_shape, how, 1, 4, 8));
    }
    CHECK(changed(images, numbered_shape, "none", 1) == std::vector<real>(images.row(1), images.row(1) + 60));
}

TEST_CASE("augmentation: a crop shows a window, enlarged") {
    Matrix slope(200, 80);  // 8 x 10, brighter to the right
    for (std::size_t i = 0; i < slope.size(); ++i) slope.data()[i] = static_cast<real>(i % 10);
    double least = 1;
    double most = 0;
    for (std::size_t row = 0; row < slope.rows(); ++row) {
        const std::vector<real> image = changed(slope, {1, 8, 10}, "crop=4", row);
        for (std::size_t i = 0; i < 80; ++i) {
            CHECK(image[i] == image[i % 10]);  // all lines are alike
            CHECK(image[i] >= 0);
            CHECK(image[i] <= 9);
        }
        const auto steepness = static_cast<double>(image[6] - image[4]) / 2;  // the middle does not reach beyond the border
        least = std::min(least, steepness);
        most = std::max(most, steepness);
    }
    CHECK(least >= doctest::Approx(0.5));
    CHECK(least < 0.53);
    CHECK(most <= doctest::Approx(1));
    CHECK(most > 0.97);
}

TEST_CASE("augmentation: noise has the standard deviation that it is told") {
    Matrix images(50, 200);
    images.fill(static_cast<real>(0.5));
    double sum = 0;
    double squares = 0;
    for (std::size_t row = 0; row < images.rows(); ++row)
        for (const real x : changed(images, {200, 1, 1}, "noise=0.2", row)) {
            sum += static_cast<double>(x) - 0.5;
            squares += (static_cast<double>(x) - 0.5) * (static_cast<double>(x) - 0.5);
        }
    CHECK(std::abs(sum / 1e4) < 4 * 0.2 / 100);
    CHECK(std::sqrt(squares / 1e4) == doctest::Approx(0.2).epsilon(0.03));
}

TEST_CASE("augmentation: what cannot be is refused") {
    CHECK_THROWS_WITH_AS(parse_augmentation("turn=3"),
                         "augmentation is turn=3, expected none, or some of shift=PIXELS, flip, crop=PIXELS and noise=SD, joined by commas", Error);
    CHECK_THROWS_WITH_AS(parse_augmentation("shift=1.5"), "augmentation shift: 1.5 is not a whole number of at least 1", Error);
    CHECK_THROWS_WITH_AS(parse_augmentation("flip=1"), doctest::Contains("expected none, or some of"), Error);
    CHECK_THROWS_WITH_AS(parse_augmentation("noise=0"), "augmentation noise is 0, expected a number above 0, at most 1e+06", Error);
    CHECK_THROWS_WITH_AS(parse_augmentation("shift=5").check({1, 9, 5}), "augmentation shift=5: images are 9x5, expected less than 5", Error);
    CHECK_THROWS_WITH_AS(parse_augmentation("crop=9").check({1, 9, 9}), "augmentation crop=9: images are 9x9, expected less than 9", Error);
    CHECK_THROWS_WITH_AS(parse_augmentation("flip").check({4, 1, 1}), "augmentation of points: only noise=SD changes them", Error);
    parse_augmentation("noise=0.1").check({4, 1, 1});
    parse_augmentation("none").check({4, 1, 1});
}
