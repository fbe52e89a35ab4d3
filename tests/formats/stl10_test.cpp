#include "formats/stl10.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

TEST_CASE("stl10: pictures lie column by column, and labels begin with 1") {
    const Folder folder;
    std::string picture(3 * 96 * 96, '\0');
    picture[96 * 96 + 96 * 5 + 7] = 'x';  // of green, the fifth column's seventh
    const std::string file = folder.add("train_X.bin", picture + picture);
    const std::string labels = folder.add("train_y.bin", {10, 1});
    folder.add("class_names.txt", "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n");
    const auto source = open_foreign({file}, {.type = "stl10", .labels = labels});
    CHECK(source->count == 2);
    CHECK(source->shape == Shape{3, 96, 96});
    CHECK(row(*source, 1)[96 * 96 + 96 * 7 + 5] == 'x');
    CHECK(source->labels == std::vector<std::int32_t>{9, 0});
    CHECK(source->classes.back() == "j");
    CHECK_THROWS_AS(open_foreign({file}, {}), Error);
}

TEST_CASE("stl10: other lengths and labels are refused") {
    CHECK_THROWS_WITH_AS(open_stl10(bytes("few"), {}), "x: has 3 bytes, expected a multiple of 27648 (STL-10 pictures)", Error);
    CHECK_THROWS_WITH_AS(read_stl10_labels(bytes({1, 11})), "x: byte 2 is 11, expected an STL-10 label, 1 to 10", Error);
    CHECK_THROWS_WITH_AS(read_stl10_labels(bytes(std::string(1, '\0'))), "x: byte 1 is 0, expected an STL-10 label, 1 to 10", Error);
}
