#include "formats/png_writer.hpp"

#include <doctest/doctest.h>
#include <png.h>

#include <algorithm>

#include "core/error.hpp"

using namespace gen;
using picture::Canvas;

namespace {

Canvas pattern(std::size_t width, std::size_t height, bool grey) {
    Canvas canvas(width, height);
    for (std::size_t y = 0; y < height; ++y)
        for (std::size_t x = 0; x < width; ++x) {
            const auto value = static_cast<std::uint8_t>(x * 7 + y * 13);
            canvas.set(x, y, {value, grey ? value : static_cast<std::uint8_t>(255 - value), value});
        }
    return canvas;
}

}  // namespace

TEST_CASE("png: libpng reads back the pixels that were written, grey and coloured") {
    for (const bool grey : {true, false}) {
        const Canvas canvas = pattern(37, 11, grey);
        const std::string bytes = png_bytes(canvas);
        png_image image = {};
        image.version = PNG_IMAGE_VERSION;
        REQUIRE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) != 0);
        CHECK(image.width == 37);
        CHECK(image.height == 11);
        CHECK(((image.format & PNG_FORMAT_FLAG_COLOR) == 0) == grey);
        image.format = PNG_FORMAT_RGB;
        std::vector<png_byte> pixels(PNG_IMAGE_SIZE(image));
        REQUIRE(png_image_finish_read(&image, nullptr, pixels.data(), 0, nullptr) != 0);
        CHECK(std::equal(pixels.begin(), pixels.end(), canvas.row(0)));
    }
}

TEST_CASE("png: the file holds header, pixels and end, and nothing that varies") {
    const std::string bytes = png_bytes(pattern(5, 4, false));
    std::string chunks;
    for (std::size_t at = 8; at + 8 <= bytes.size();) {
        const auto length = static_cast<std::size_t>(png_get_uint_32(reinterpret_cast<png_const_bytep>(bytes.data()) + at));
        chunks += bytes.substr(at + 4, 4) + " ";
        at += 12 + length;
    }
    CHECK(chunks == "IHDR IDAT IEND ");
    CHECK(bytes == png_bytes(pattern(5, 4, false)));
}

TEST_CASE("png: a sheet beyond the limits is refused before it is made") {
    CHECK_NOTHROW(check_picture_size(10000, 10000, "the sheet"));
    CHECK_THROWS_WITH(check_picture_size(40000, 20, "the sheet"), "the sheet would be 40000x20 pixels, at most 32000 per side and 100000000 in all");
    CHECK_THROWS_AS(check_picture_size(20, 40000, "the sheet"), Error);
    CHECK_THROWS_AS(check_picture_size(20000, 20000, "the sheet"), Error);
}
