#include "formats/tiles.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using namespace gen;

namespace {

/// Images of 1x2 pixels from a list of numbers.
Images pairs(const std::vector<float>& values, Range range) {
    Images images;
    images.shape = {values.size() / 2, 1, 1, 2};
    images.type = Type::f32;
    images.range = range;
    images.rows = [values](std::size_t first, std::size_t count, void* out) {
        std::copy_n(values.data() + 2 * first, 2 * count, static_cast<float*>(out));
    };
    return images;
}

}  // namespace

TEST_CASE("tiles: the range is mapped to black and white, whatever it is") {
    const Images images = pairs({-1, 1, 0, -0.5, 0.25, 1}, {-1, 1});
    CHECK(tiles_of(images, "x", 0, 3).pixels == std::vector<std::uint8_t>{0, 255, 128, 64, 159, 255});
    CHECK(tiles_of(images, "x", 1, 1).pixels == std::vector<std::uint8_t>{128, 64});
    CHECK(tiles_of(images, "x", 0, 3).captions.empty());
}

TEST_CASE("tiles: more images than are read at a time come in order") {
    std::vector<float> values(2 * 600);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i % 251);
    const picture::Tiles tiles = tiles_of(pairs(values, {0, 255}), "x", 10, 590);
    CHECK(tiles.count() == 590);
    for (std::size_t i = 0; i < tiles.pixels.size(); ++i) CHECK(tiles.pixels[i] == (i + 20) % 251);
}

TEST_CASE("tiles: captions are class names, or numbers where a label has none") {
    Images images = pairs({0, 0, 0, 0, 0, 0}, {0, 1});
    images.labels = {1, 0, 7};
    images.classes = {"cat", "dog"};
    CHECK(tiles_of(images, "x", 0, 3).captions == std::vector<std::string>{"dog", "cat", "7"});
    CHECK(tiles_of(images, "x", 1, 1).captions == std::vector<std::string>{"cat"});
}

TEST_CASE("tiles: what is no picture is refused, and so is a pixel outside the range") {
    Images images = pairs({0, 2}, {0, 1});
    CHECK_THROWS_WITH(tiles_of(images, "x.h5", 0, 1), "x.h5: image 0, pixel 1 is 2, expected 0 to 1");
    images.shape = {1, 2, 1, 1};
    CHECK_THROWS_WITH(check_showable(images, "x.h5"), "x.h5: /images holds vectors of 2 numbers, expected images, or nothing but vectors of 2");
    images.shape = {1, 4, 2, 2};
    CHECK_THROWS_WITH(check_showable(images, "x.h5"), "x.h5: /images has 4 channels, expected 1 or 3");
    images.shape = {1, 1, 2, 2};
    images.range = {0, std::numeric_limits<double>::infinity()};
    CHECK_THROWS_WITH(check_showable(images, "x.h5"), "x.h5: /images has no finite @range, so no black and no white");
}
