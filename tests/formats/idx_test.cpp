#include "formats/idx.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

const std::string idx_pixels = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, '\xff'};
const std::string two_pictures = idx(8, {2, 2, 3}, idx_pixels);

void read_idx_file(const Bytes& file) { read_rows(*open_idx(file, {})); }

}  // namespace

TEST_CASE("idx: pictures of bytes keep their shape and values") {
    const auto source = open_idx(bytes(two_pictures), {});
    CHECK(source->count == 2);
    CHECK(source->shape == Shape{1, 2, 3});
    CHECK(source->bytes);
    CHECK(row(*source, 1) == std::vector<real>{6, 7, 8, 9, 10, 255});
}

TEST_CASE("idx: gzip with a name in its header, and in two members, gives the same rows") {
    const std::string second = gzip(two_pictures.substr(7));
    for (const std::string& packed : {gzip(two_pictures, "train-images.idx3-ubyte"), gzip(two_pictures.substr(0, 7)) + second}) {
        CHECK(is_idx(bytes(packed)));
        const auto source = open_idx(bytes(packed), {});
        CHECK(row(*source, 0) == std::vector<real>{0, 1, 2, 3, 4, 5});
        CHECK(source->origin.size() == packed.size());
    }
}

TEST_CASE("idx: big-endian numbers of other types and channels are read") {
    const auto shorts = open_idx(bytes(idx(0x0B, {1, 2}, {1, 2, '\xff', '\xfe'})), {});
    CHECK(row(*shorts, 0) == std::vector<real>{258, -2});
    CHECK(shorts->table);
    CHECK_FALSE(shorts->bytes);
    const auto floats = open_idx(bytes(idx(0x0D, {1, 1, 1, 1}, {0x3f, '\xc0', 0, 0})), {});
    CHECK(row(*floats, 0) == std::vector<real>{1.5});
    CHECK(open_idx(bytes(idx(8, {1, 3, 2, 2}, idx_pixels)), {})->shape == Shape{3, 2, 2});
}

TEST_CASE("idx: a shape says how the numbers of a row lie, and must hold as many") {
    CHECK(open_idx(bytes(two_pictures), Shape{3, 2, 1})->shape == Shape{3, 2, 1});
    CHECK_THROWS_WITH_AS(open_idx(bytes(two_pictures), Shape{1, 28, 28}), "x: rows have 6 numbers, a shape of 1x28x28 has 784", Error);
}

TEST_CASE("idx: a truncated file is refused and the message names the size") {
    check_truncated(two_pictures, read_idx_file);
    check_truncated(gzip(two_pictures, "name"), read_idx_file);
    CHECK_THROWS_WITH_AS(read_idx_file(bytes(two_pictures.substr(0, 20))), "x: dimensions 2x2x3 need 12 bytes, 4 are there", Error);
    CHECK_THROWS_WITH_AS(read_idx_file(bytes(two_pictures.substr(0, 10))), "x: IDX header ends after 10 bytes, expected 16", Error);
    CHECK_THROWS_WITH_AS(read_idx_file(bytes(two_pictures + "!")), "x: has 29 bytes, expected 28 for dimensions 2x2x3", Error);
}

TEST_CASE("idx: what packs more than its header says is refused before it is unpacked") {
    const std::string bomb = gzip(idx(8, {1, 2, 2}, std::string(1 << 22, '\0')));
    CHECK_THROWS_WITH_AS(read_idx_file(bytes(bomb)), "x: unpacks to more than the expected 20 bytes", Error);
    const std::string claim = gzip(idx(8, {4000000000U, 28, 28}, "few"));
    CHECK_THROWS_AS(read_idx_file(bytes(claim)), Error);
    CHECK_THROWS_WITH_AS(read_idx_file(bytes(idx(14, {4000000000U, 4000000000U, 4000000000U}, "few"))),
                         "x: dimensions 4000000000x4000000000x4000000000 are beyond all bounds, the file has 3 bytes", Error);
}

TEST_CASE("idx: a wrong magic number is shown") {
    CHECK_THROWS_WITH_AS(read_idx_file(bytes("\x89PNG....")),
                         "x: not an IDX file: starts with 89504e47, expected 0000 and a type, for images of bytes 00000803", Error);
    CHECK_FALSE(is_idx(bytes(std::string("\0\0\x0A\x03", 4))));
}

TEST_CASE("idx: damaged files are refused or read, nothing else") {
    check_damaged(two_pictures, read_idx_file);
    check_damaged(gzip(two_pictures), read_idx_file);
}

TEST_CASE("idx: labels are read, and a file of labels is not taken for images") {
    const std::string labels = idx(8, {3}, {7, 0, '\xff'});
    CHECK(read_idx_labels(bytes(gzip(labels))) == std::vector<std::int32_t>{7, 0, 255});
    CHECK(read_idx_labels(bytes(idx(0x0C, {1}, {'\xff', '\xff', '\xff', '\xfe'}))) == std::vector<std::int32_t>{-2});
    CHECK_THROWS_WITH_AS(open_idx(bytes(labels), {}), "x: holds 3 labels: name the file of the images, and this one with --labels", Error);
    CHECK_THROWS_WITH_AS(read_idx_labels(bytes(two_pictures)), "x: has dimensions 2x2x3, expected one dimension of labels, or rows of 8 (QMNIST)",
                         Error);
}

TEST_CASE("idx: the first of QMNIST's eight numbers is the label, of other rows none is") {
    std::string rows;
    for (int i = 0; i < 16; ++i) rows += big32(static_cast<std::uint32_t>(100 + i));
    CHECK(read_idx_labels(bytes(idx(0x0C, {2, 8}, rows))) == std::vector<std::int32_t>{100, 108});
    CHECK_THROWS_AS(read_idx_labels(bytes(idx(0x0C, {4, 4}, rows))), Error);
}
