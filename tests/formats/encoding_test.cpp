#include "formats/encoding.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/error.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"
#include "formats/import_reference.hpp"
#include "formats/prepare.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

/// What an import gives, as text: type, range, scale, the numbers, what was remarked.
std::string import_of(std::unique_ptr<Source> source, const std::optional<StatedRange>& range) {
    static Parallel pool(1);
    std::vector<std::string> remarks;
    const Images images = prepare(std::move(source), {.range = range, .remark = [&](const std::string& remark) { remarks.push_back(remark); }}, pool);
    std::vector<real> values(images.count() * images.pixels());
    read_rows(images, "", 0, images.count(), values.data());
    std::string out = join(name_of(images.type), " [", images.range.low, ",", images.range.high, "]");
    if (images.scale) out += join(" /", *images.scale);
    out += ":";
    for (const real value : values) out += join(" ", value);
    for (const std::string& remark : remarks) out += " | " + remark;
    return out;
}

/// Of a table whose rows are pictures of two pixels.
std::string import_of(const std::string& table, const std::optional<StatedRange>& range = {}) {
    static const Folder folder;
    static int files = 0;
    std::unique_ptr<Source> source = open_foreign({folder.add(join(++files, "/x"), table)}, {.shape = Shape{1, 1, 2}});
    source->name = "x";
    return import_of(std::move(source), range);
}

std::string import_of_bytes(const std::string& numbers, const std::optional<StatedRange>& range = {}) {
    return import_of(open_arrays(bytes(npy("|u1", join("(1, 1, ", numbers.size(), ")"), numbers)), {}), range);
}

StatedRange like(double low, double high) { return {{low, high}, true}; }

const std::string states = " states black and white, --like FILE takes those of another import";

}  // namespace

TEST_CASE("encoding: a step over a range that is meant is clamped and counted, not another range") {
    CHECK(import_of("-0.001 1\n0 0.5\n") ==
          "f32 [0,1]: 0 1 0 0.5 | x: 1 pixel in 1 row lies outside 0 to 1 and is clamped: numbers go from -0.001 to 1; --range 0,1" + states);
    CHECK(import_of("1.0001 1.002\n0 0.5\n-0.001 0\n") ==
          "f32 [0,1]: 1 1 0 0.5 0 0 | x: 3 pixels in 2 rows lie outside 0 to 1 and are clamped: numbers go from -0.001 to 1.002; --range 0,1" +
              states);
    CHECK(import_of("-1.0001 1\n0 0.5\n").starts_with("f32 [-1,1]: -1 1 0 0.5 | x: 1 pixel in 1 row lies outside -1 to 1"));
    CHECK(import_of("0 8\n9 -1\n", StatedRange{{0, 8}}) ==
          "f32 [0,1] /8: 0 1 1 0 | x: 2 pixels in 1 row lie outside 0 to 8 and are clamped: numbers go from -1 to 9");
}

TEST_CASE("encoding: what another file could decide otherwise is said") {
    const std::string otherwise = ", another file of the same data may be taken otherwise; --range ";
    CHECK(import_of("0 98\n7 1\n")
              .ends_with(" | x: black and white are guessed as 0 and 98 from numbers between 0 and 98" + otherwise + "0,98" + states));
    CHECK(import_of("0 0.5\n").ends_with(" | x: black and white are guessed as 0 and 1 from numbers between 0 and 0.5" + otherwise + "0,1" + states));
    CHECK(import_of("-0.5 1\n")
              .ends_with(" | x: black and white are guessed as -1 and 1 from numbers between -0.5 and 1" + otherwise + "-1,1" + states));
    CHECK(import_of("3 200\n").ends_with(" | x: black and white are guessed as 0 and 255 from numbers between 3 and 200" + otherwise + "0,255" +
                                         states));
    CHECK(import_of("0 1\n") == "f32 [0,1]: 0 1");
    CHECK(import_of("-1 1\n") == "f32 [-1,1]: -1 1");
    CHECK(import_of("0 255\n") == "u8 [0,255]: 0 255");
    CHECK(import_of("0 65535\n") == "f32 [0,1] /65535: 0 1");
}

TEST_CASE("encoding: a stated range makes files of the same data alike") {
    CHECK(import_of("0 98\n", StatedRange{{0, 255}}) == "u8 [0,255]: 0 98");
    CHECK(import_of("0 51.5\n", StatedRange{{0, 255}}).starts_with("f32 [0,1] /255: 0 0.20196"));
    CHECK(import_of("0 0.5\n", StatedRange{{-1, 1}}) == "f32 [-1,1]: 0 0.5");
    CHECK(import_of("-1024 3071\n", StatedRange{{-1024, 3071}}) == "f32 [-1024,3071]: -1024 3071");
    CHECK(import_of("0 4\n4 4\n", StatedRange{{0, 16}}) == "f32 [0,1] /16: 0 0.25 0.25 0.25");
    CHECK(import_of_bytes({0, 1}, StatedRange{{0, 1}}) == "f32 [0,1]: 0 1");
    CHECK(import_of_bytes({0, 16}, StatedRange{{0, 16}}) == "f32 [0,1] /16: 0 1");
    CHECK(import_of_bytes({0, 16}, StatedRange{{0, 255}}) == "u8 [0,255]: 0 16");
}

TEST_CASE("encoding: bytes that never exceed 1 are remarked, black ones are not") {
    CHECK(import_of_bytes({0, 1, 1}) ==
          "u8 [0,255]: 0 1 1 | x: bytes never exceed 1, so that all is nearly black; where 1 is white, --range 0,1 says so");
    CHECK(import_of_bytes({0, 0, 0}) == "u8 [0,255]: 0 0 0");
    CHECK(import_of_bytes({0, 1, 2}) == "u8 [0,255]: 0 1 2");
}

TEST_CASE("encoding: like another import, in numbers of one's own where pictures go from black to all of white") {
    CHECK(import_of("0 8\n", like(0, 16)) == "f32 [0,1] /16: 0 0.5");
    CHECK(import_of("0 98\n", like(0, 255)) == "u8 [0,255]: 0 98");
    CHECK(import_of("0 0.5\n", like(0, 255)) == "f32 [0,1]: 0 0.5");
    CHECK(import_of("0 200\n", like(0, 1)) == "u8 [0,255]: 0 200");
    CHECK(import_of("0 0.5\n", like(-1, 1)) == "f32 [-1,1]: 0 0.5");
    CHECK(import_of_bytes({0, 77}, like(0, 1)) == "u8 [0,255]: 0 77");
    CHECK(import_of_bytes({0, 1}, like(0, 1)) == "f32 [0,1]: 0 1");
    CHECK(import_of_bytes({0, 1}, like(0, 255)) == "u8 [0,255]: 0 1");
    if (sizeof(real) == sizeof(float)) CHECK(import_of_bytes({0, 51, '\xff'}, like(-1, 1)) == "f32 [-1,1]: -1 -0.6 1");
}

TEST_CASE("encoding: classes get the numbers of another import by their names") {
    const auto labelled = [](std::vector<std::int32_t> labels, std::vector<std::string> classes) {
        std::unique_ptr<Source> source = open_arrays(bytes(npy("|u1", "(2, 1, 1)", "ab")), {});
        source->labels = std::move(labels);
        source->classes = std::move(classes);
        return source;
    };
    const ImportReference pets = {.name = "train.h5", .units = {}, .shape = {1, 1, 1}, .classes = {"ant", "cat", "dog"}};
    const auto source = labelled({1, 0}, {"cat", "dog"});
    number_classes_like(pets, *source);
    CHECK(source->labels == std::vector<std::int32_t>{2, 1});
    CHECK(source->classes == pets.classes);
    const auto numbered = labelled({2, 0}, {});
    number_classes_like(pets, *numbered);
    CHECK(numbered->labels == std::vector<std::int32_t>{2, 0});
    CHECK(numbered->classes == pets.classes);
    CHECK_THROWS_WITH(number_classes_like(pets, *labelled({3, 0}, {})), "x: a label is 3, train.h5 has classes 0 to 2");
    CHECK_THROWS_WITH(number_classes_like(pets, *labelled({0, 1}, {"cow", "dog"})), "x: class 'cow' is none of those of train.h5");
    const ImportReference unnamed = {.name = "train.h5", .units = {}, .shape = {1, 1, 1}, .classes = {}};
    CHECK_THROWS_WITH(number_classes_like(unnamed, *labelled({0, 1}, {"cat", "dog"})), "x: labels are words, those of train.h5 are numbers");
}
