#include "formats/picture_reader.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

void decode(const Bytes& file) {
    Picture picture;
    read_picture(file.read(0, file.size()), file.name(), picture);
}

Picture decoded(const std::string& file, int bits = 8) {
    Picture picture;
    const Bytes content = bytes(file);
    CHECK(read_picture(content.read(0, content.size()), "x", picture) == bits);
    return picture;
}

std::optional<PictureKind> kind(const std::string& head) { return picture_kind(bytes(head).head(head.size())); }

}  // namespace

TEST_CASE("png: grey, colours and transparency become planes of 8 bits") {
    const Picture grey = decoded(png(2, 1, 1, {5, '\xff'}));
    CHECK(grey.channels == 1);
    CHECK(grey.values == std::vector<real>{5, 255});
    const Picture colour = decoded(png(2, 1, 3, {1, 2, 3, 4, 5, 6}));
    CHECK(colour.channels == 3);
    CHECK(colour.width == 2);
    CHECK(colour.values == std::vector<real>{1, 4, 2, 5, 3, 6});
    CHECK(decoded(png(2, 1, 4, {9, 8, 7, '\xff', 9, 8, 7, 0})).values == std::vector<real>{9, 0, 8, 0, 7, 0});
}

TEST_CASE("jpeg: grey and colours are decoded near to what was packed") {
    const Picture grey = decoded(jpeg(16, 8, 1, std::string(128, 'd')));
    CHECK(grey.channels == 1);
    CHECK(grey.height == 8);
    CHECK(grey.width == 16);
    for (const real v : grey.values) REQUIRE(std::abs(v - 100) <= 1);
    std::string red;
    for (int i = 0; i < 256; ++i) red += {'\xc8', 20, 30};
    const Picture colour = decoded(jpeg(16, 16, 3, red));
    REQUIRE(colour.values.size() == 3 * 256);
    CHECK(std::abs(colour.values[0] - 200) < 4);
    CHECK(std::abs(colour.values[256] - 20) < 4);
    CHECK(std::abs(colour.values[512] - 30) < 4);
}

TEST_CASE("png, jpeg: truncated and damaged pictures are refused, without leaks or crashes") {
    const std::string a = png(24, 16, 3, noise(24 * 16 * 3));
    const std::string b = jpeg(24, 16, 3, noise(24 * 16 * 3));
    check_truncated(a.substr(0, a.size() - 12), decode);  // the last chunk is empty; a decoder may stop before it
    check_truncated(b, decode);
    check_damaged(a, decode);
    check_damaged(b, decode);
    CHECK_THROWS_WITH_AS(decode(bytes("GIF89a")), "x: neither PNG nor JPEG", Error);
    CHECK_THROWS_WITH_AS(decode(bytes(b.substr(0, 100))), "x: not a readable JPEG: Premature end of JPEG file", Error);
}

TEST_CASE("png: a size beyond bounds is refused before memory is taken") {
    std::string huge = png(1, 1, 1, "x");
    huge.replace(16, 8, big32(900000) + big32(900000));
    CHECK_THROWS_AS(decode(bytes(huge)), Error);
}

TEST_CASE("png: what few bits, palettes and transparent colours stand for") {
    CHECK(decoded(png({.width = 8, .bits = 1, .rows = {0, '\xa5'}})).values == std::vector<real>{255, 0, 255, 0, 0, 255, 0, 255});
    CHECK(decoded(png({.width = 4, .bits = 2, .rows = {0, '\x1b'}})).values == std::vector<real>{0, 85, 170, 255});
    CHECK(decoded(png({.width = 2, .bits = 4, .rows = {0, '\x1f'}})).values == std::vector<real>{17, 255});
    const std::string palette = png_chunk("PLTE", {10, 20, 30, 40, 50, 60});
    CHECK(decoded(png({.width = 2, .colour_type = 3, .chunks = palette, .rows = {0, 1, 0}})).values == std::vector<real>{40, 10, 50, 20, 60, 30});
    const std::string half = palette + png_chunk("tRNS", {'\x80', 0});
    CHECK(decoded(png({.width = 2, .colour_type = 3, .chunks = half, .rows = {0, 1, 0}})).values == std::vector<real>{0, 5, 0, 10, 0, 15});
    const std::string seven = png_chunk("tRNS", {0, 7});
    CHECK(decoded(png({.width = 2, .chunks = seven, .rows = {0, 7, 8}})).values == std::vector<real>{0, 8});
    const std::string white_and_grey = {0, '\xff', '\x80', 90, '\xff'};
    CHECK(decoded(png({.width = 2, .colour_type = 4, .rows = white_and_grey})).values == std::vector<real>{128, 90});
}

TEST_CASE("png: the pixels of an interlaced picture are in their places") {
    // 3x3: the first pass has the first pixel, the fifth the third row's first and third, the sixth the second of rows 1 and 3, the last row 2;
    // the fourth the first row's third
    const std::string rows = {0, 1, 0, 3, 0, 7, 9, 0, 2, 0, 8, 0, 4, 5, 6};
    CHECK(decoded(png({.width = 3, .height = 3, .interlaced = true, .rows = rows})).values == std::vector<real>{1, 2, 3, 4, 5, 6, 7, 8, 9});
}

TEST_CASE("png: samples of 16 bits keep them, weighed by alpha of 16 bits") {
    const std::string rows = {0, 1, 2, '\xff', '\xff'};
    CHECK(decoded(png({.width = 2, .bits = 16, .rows = rows}), 16).values == std::vector<real>{258, 65535});
    const std::string half = {0, 2, 0, '\x80', 0, 0, 1, '\xff', '\xff'};
    CHECK(decoded(png({.width = 2, .bits = 16, .colour_type = 4, .rows = half}), 16).values == std::vector<real>{256, 1});
    const std::string colour = {0, 0, 1, 0, 2, 0, 3};
    CHECK(decoded(png({.bits = 16, .colour_type = 2, .rows = colour}), 16).values == std::vector<real>{1, 2, 3});
}

TEST_CASE("png: gamma and colour profiles change nothing") {
    std::string ramp(1, '\0');
    for (int i = 0; i < 16; ++i) ramp += static_cast<char>(16 * i);
    const std::vector<real> plain = decoded(png({.width = 16, .rows = ramp})).values;
    CHECK(plain[1] == 16);
    for (const std::uint32_t gamma : {100000U, 22727U, 45455U})
        CHECK(decoded(png({.width = 16, .chunks = png_chunk("gAMA", big32(gamma)), .rows = ramp})).values == plain);
    const std::string damaged_profile = png_chunk("iCCP", std::string("x\0\0", 3) + zlib("no profile"));
    for (const std::string& chunk : {png_chunk("sRGB", "\1"), png_chunk("cICP", {9, 16, 0, 1}), damaged_profile})
        CHECK(decoded(png({.width = 16, .chunks = chunk, .rows = ramp})).values == plain);
}

TEST_CASE("jpeg: CMYK and YCCK become RGB, whether their inks are stored inverted or not") {
    std::string inks;
    std::string inverted;
    for (int i = 0; i < 256; ++i) {
        inks += {55, '\xe1', '\xc3', 0};
        inverted += {'\xc8', 30, 60, '\xff'};
    }
    for (const std::string& file : {jpeg(16, 16, 4, inverted), jpeg(16, 16, 4, inverted, Inks::ycck), jpeg(16, 16, 4, inks, Inks::plain_cmyk)}) {
        const Picture picture = decoded(file);
        REQUIRE(picture.channels == 3);
        CHECK(std::abs(picture.values[0] - 200) < 4);
        CHECK(std::abs(picture.values[256] - 30) < 4);
        CHECK(std::abs(picture.values[512] - 60) < 4);
        CHECK(kind(file)->channels == 3);
    }
    const std::string half = {'\xff', '\xff', '\xff', '\x80'};
    CHECK(std::abs(decoded(jpeg(1, 1, 4, half)).values[0] - 128) < 2);
}

TEST_CASE("picture kinds: the first bytes tell channels and bits") {
    CHECK(kind(png({.rows = ""}))->channels == 1);
    CHECK(kind(png(2, 1, 2, "abcd"))->channels == 1);
    CHECK(kind(png(1, 1, 3, "abc"))->channels == 3);
    CHECK(kind(png({.colour_type = 3, .rows = ""}).substr(0, 26))->channels == 3);
    CHECK(kind(png({.bits = 16, .rows = ""}))->bits == 16);
    CHECK(kind(png({.rows = ""}))->bits == 8);
    CHECK_FALSE(kind("GIF89a"));
    CHECK_FALSE(kind(png({.rows = ""}).substr(0, 25)));
    const std::string grey = jpeg(8, 8, 1, std::string(64, 'a'));
    CHECK(kind(grey)->channels == 1);
    CHECK(kind(jpeg(8, 8, 3, std::string(192, 'a')))->channels == 3);
    const std::string preview = "\xff\xe1" + big32(600).substr(2) + std::string(598, '\0');
    const std::string far = grey.substr(0, 2) + preview + grey.substr(2);
    CHECK_FALSE(kind(far.substr(0, 512)));
    CHECK(kind(far)->channels == 1);
}
