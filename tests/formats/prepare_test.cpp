#include "formats/prepare.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/error.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

Images prepared(const std::string& content, const Preparation& preparation, const ForeignPlan& plan = {}, std::size_t threads = 1) {
    static Parallel pool(1);
    static Parallel pools(3);
    static const Folder folder;  // rows are read later
    static int files = 0;
    const std::string path = folder.add(std::to_string(++files) + "/x", content);
    return prepare(open_foreign({path}, plan), preparation, threads == 1 ? pool : pools);
}

std::vector<int> bytes_of(const Images& images) {
    std::vector<unsigned char> raw(images.count() * images.pixels());
    images.rows(0, images.count(), raw.data());
    return {raw.begin(), raw.end()};
}

std::vector<float> floats_of(const Images& images) {
    std::vector<float> values(images.count() * images.pixels());
    images.rows(0, images.count(), values.data());
    return values;
}

std::string message_of(const std::string& content, const Preparation& preparation, const ForeignPlan& plan = {}) {
    try {
        const Images images = prepared(content, preparation, plan);
        std::vector<float> values(images.count() * images.pixels());
        images.rows(0, images.count(), values.data());
    } catch (const Error& error) {
        const std::string words = error.what();
        const std::size_t at = words.find("/x: ");
        return at == std::string::npos ? words : words.substr(at + 1);
    }
    return "accepted";
}

const std::string ten = idx(8, {10, 1, 1}, "0123456789");

}  // namespace

TEST_CASE("prepare: skip and take cut, and shuffle comes before them") {
    CHECK(bytes_of(prepared(ten, {.skip = 3, .take = 2})) == std::vector<int>{'3', '4'});
    CHECK(bytes_of(prepared(ten, {.skip = 8, .take = 5})) == std::vector<int>{'8', '9'});
    const std::vector<int> all = bytes_of(prepared(ten, {.shuffle = true, .seed = 5}));
    std::vector<int> parts = bytes_of(prepared(ten, {.shuffle = true, .take = 6, .seed = 5}));
    const std::vector<int> rest = bytes_of(prepared(ten, {.shuffle = true, .skip = 6, .seed = 5}));
    parts.insert(parts.end(), rest.begin(), rest.end());
    CHECK(parts == all);
    CHECK(all != bytes_of(prepared(ten, {})));
    CHECK(all != bytes_of(prepared(ten, {.shuffle = true, .seed = 6})));
    CHECK(message_of(ten, {.skip = 10}) == "x: no rows are left of 10");
    CHECK(message_of(ten, {.take = 0}) == "x: no rows are left of 10");
}

TEST_CASE("prepare: labels follow their rows") {
    const Images images = prepared("1,2,0\n3,4,1\n5,6,2\n", {.shuffle = true, .seed = 2}, {.labels = "last"});
    const std::vector<float> values = floats_of(images);
    for (std::size_t i = 0; i < 3; ++i) CHECK(values[2 * i] == 2.0f * static_cast<float>(images.labels[i]) + 1);
}

TEST_CASE("prepare: table rows are points, with a shape they are images on the scale of their maximum") {
    const Images points = prepared("-1 2\n3 8\n", {});
    CHECK(points.shape == Shape{2, 2, 1, 1});
    CHECK(points.type == Type::f32);
    CHECK(points.range == Range{-INFINITY, INFINITY});
    CHECK(floats_of(points) == std::vector<float>{-1, 2, 3, 8});
    const Images images = prepared("0 2\n4 16\n", {.take = 1}, {.shape = Shape{1, 1, 2}});
    CHECK(images.range == Range{0, 1});
    CHECK(images.scale == 16.0);
    CHECK(floats_of(images) == std::vector<float>{0, 0.125f});
}

TEST_CASE("prepare: whole numbers of bytes and fractions keep their scale, negative pixels are refused") {
    const ForeignPlan pixels = {.shape = Shape{1, 1, 2}};
    const Images whole = prepared("0 200\n", {}, pixels);
    CHECK(whole.type == Type::u8);
    CHECK(bytes_of(whole) == std::vector<int>{0, 200});
    CHECK_FALSE(whole.scale);
    const Images unit = prepared("0 0.5\n", {}, pixels);
    CHECK(unit.range == Range{0, 1});
    CHECK_FALSE(unit.scale);
    CHECK(prepared("-1 0.5\n", {}, pixels).range == Range{-1, 1});
    CHECK(message_of("-2 0.5\n", {}, pixels) ==
          "x: pixels lie between -2 and 0.5, expected 0 or more, or between -1 and 1; --range LO,HI says what black and white are");
    CHECK(message_of("0 16\n", {.grey = true}) == "x: table rows have no pixels: --shape CxHxW says how they lie");
}

TEST_CASE("prepare: where the source knows what black and white are, nothing is guessed") {
    static Parallel pool(1);
    const auto prepared_as = [&](const std::string& content, Range known) {
        std::unique_ptr<Source> source = open_arrays(bytes(content), {});
        source->known_range = known;
        return prepare(std::move(source), {}, pool);
    };
    const std::string flags = npy("|u1", "(2, 1, 2)", {0, 1, 1, 0});
    const Images bools = prepared_as(flags, {0, 1});
    CHECK(bools.range == Range{0, 1});
    CHECK_FALSE(bools.scale);
    CHECK(floats_of(bools) == std::vector<float>{0, 1, 1, 0});
    CHECK(bytes_of(prepared_as(flags, {0, 255})) == std::vector<int>{0, 1, 1, 0});
    const Images deep = prepared_as(npy("<u2", "(1, 1, 2)", little(13107, 2) + little(200, 2)), {0, 65535});
    CHECK(deep.range == Range{0, 1});
    CHECK(deep.scale == 65535.0);
    CHECK(floats_of(deep) == std::vector<float>{0.2f, 200.0f / 65535});
    const Images wide = prepared_as(npy("<i2", "(1, 1, 2)", little(0xfffe, 2) + little(4, 2)), {-4, 4});
    CHECK(wide.range == Range{-4, 4});
    CHECK(floats_of(wide) == std::vector<float>{-2, 4});
}

TEST_CASE("prepare: numbers that are not finite are refused with row and column") {
    const std::string nan = npy("<f4", "(2, 1, 2)", std::string(8, '\0') + little(0, 4) + little(0x7fc00000, 4));
    CHECK(message_of(nan, {}) == "x: row 2, column 2 is nan, expected a finite number");
    const std::string infinite = npy("<f8", "(1, 2)", little(0x7fe0000000000000, 8) + little(0, 8));
    CHECK(message_of(infinite, {}) ==
          "x: row 1, column 1 is 8.98846567431158e+307, which does not fit 32 bits (f32): at most 3.4e38; --transform takes it as it is");
}

TEST_CASE("prepare: crop, resize and grey come in this order") {
    std::string colour;
    for (int y = 0; y < 4; ++y)
        for (int x = 0; x < 6; ++x) colour += {static_cast<char>(40 * x), static_cast<char>(40 * x), static_cast<char>(40 * x)};
    const Images images = prepared(png(6, 4, 3, colour), {.crop = parse_crop("", "4x4"), .resize = PictureSize{2, 1}, .grey = true});
    CHECK(images.shape == Shape{1, 1, 1, 2});
    CHECK(bytes_of(images) == std::vector<int>{69, 131});
    CHECK(message_of(png(6, 4, 3, colour), {.crop = parse_crop("", "5x5")}) ==
          "x: a crop of 5x5 does not fit an image of 6x4; --crop 1:1 --resize 5x5 takes the largest part of that shape");
    CHECK(message_of(png(6, 4, 3, colour), {.crop = parse_crop("", "5x1+3+0")}) == "x: a crop of 5x1+3+0 does not fit an image of 6x4");
}

TEST_CASE("prepare: pictures must agree in size and colour, but grey among colours is widened") {
    const std::string grey = png(1, 1, 1, "a");
    const std::string colour = png(1, 1, 3, "abc");
    CHECK(bytes_of(prepared(zip({{"1", colour}, {"2", grey}}), {})) == std::vector<int>{'a', 'b', 'c', 'a', 'a', 'a'});
    CHECK(bytes_of(prepared(zip({{"1", grey}, {"2", colour}}), {})) == std::vector<int>{'a', 'a', 'a', 'a', 'b', 'c'});
    CHECK(prepared(zip({{"1", grey}, {"2", colour}}), {.take = 1}).shape == Shape{1, 3, 1, 1});
    CHECK(bytes_of(prepared(zip({{"1", grey}, {"2", colour}}), {.grey = true})).size() == 2);
    CHECK(message_of(zip({{"1", grey}, {"2", png(2, 1, 1, "ab")}}), {}) ==
          "x: 2: is 2x1, expected 1x1 as the first (--crop 1:1 --resize 64x64, for example, makes all pictures equal)");
    CHECK(bytes_of(prepared(zip({{"1", grey}, {"2", png(2, 1, 1, "ab")}}), {.resize = PictureSize{1, 1}})).size() == 2);
}

TEST_CASE("prepare: binarising at half the range, or by one draw that belongs to the row") {
    const std::string ramp = idx(8, {2, 1, 2}, {0, 127, '\x80', '\xff'});
    CHECK(bytes_of(prepared(ramp, {.binarize = Binarize::threshold})) == std::vector<int>{0, 0, 255, 255});
    const std::string half = idx(8, {50, 10, 10}, std::string(5000, 64));
    const std::vector<int> drawn = bytes_of(prepared(half, {.binarize = Binarize::static_draw, .seed = 1}));
    const auto white = std::count(drawn.begin(), drawn.end(), 255);
    CHECK(white + std::count(drawn.begin(), drawn.end(), 0) == 5000);
    CHECK(std::abs(static_cast<double>(white) / 5000 - 64 / 255.0) < 0.02);
    CHECK(drawn != bytes_of(prepared(half, {.binarize = Binarize::static_draw, .seed = 2})));
    const std::vector<int> part = bytes_of(prepared(half, {.skip = 30, .binarize = Binarize::static_draw, .seed = 1}));
    CHECK(std::equal(part.begin(), part.end(), drawn.begin() + 3000));
}

TEST_CASE("prepare: rows are the same for any number of threads and any blocks") {
    std::vector<ZipFile> files;
    for (char c = 'a'; c <= 'z'; ++c)
        for (const char d : {'1', '2'})
            files.push_back({std::string{c, d}, jpeg(24, 20, 3, noise(24 * 20 * 3, static_cast<std::uint32_t>(c + d))), c > 'k'});
    const Preparation preparation = {.shuffle = true, .crop = parse_crop("", "18x18"), .resize = PictureSize{8, 8}};
    const Images one = prepared(zip(files), preparation);
    const Images three = prepared(zip(files), preparation, {}, 3);
    CHECK(bytes_of(one) == bytes_of(three));
    std::vector<unsigned char> some(5 * one.pixels());
    three.rows(20, 5, some.data());
    const std::vector<int> all = bytes_of(one);
    CHECK(std::equal(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(20 * one.pixels())));
}
