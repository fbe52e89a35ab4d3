#include "formats/export/csv_writer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "tests/formats/export/written.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;

namespace {

std::string table(const Exported& exported, bool heading = true) {
    return test::written([&](const Sink& sink) { write_csv(exported, heading, sink); });
}

}  // namespace

TEST_CASE("csv: numbers are shortest, classes have their names, in quotation marks where they need them") {
    Matrix m({2, 3});
    const float numbers[] = {0.1F, -3, 1e-20F, 16777216, 0.333333343F, std::numeric_limits<float>::max()};
    std::copy_n(numbers, 6, m.data());
    Exported exported{.name = "x.h5", .kind = "latents", .arrays = {dataset("latents", m)}, .labels = {{1, 0}, {"a,b", "say \"hi\""}}, .column = "z"};
    CHECK(table(exported) == "z0,z1,z2,label\n0.1,-3,1e-20,\"say \"\"hi\"\"\"\n16777216,0.33333334,3.4028235e+38,\"a,b\"\n");
    exported.labels = {};
    CHECK(table(exported, false) == "0.1,-3,1e-20\n16777216,0.33333334,3.4028235e+38\n");
}

TEST_CASE("csv: rows of images of any shape, of tensors with rows and columns only") {
    Exported exported{
        .name = "x.h5", .kind = "images", .arrays = {test::numbers_set<std::uint8_t>("images", Type::u8, {2, 1, 2, 2})}, .column = "pixel"};
    CHECK(table(exported) == "pixel0,pixel1,pixel2,pixel3\n0,1,2,3\n4,5,6,7\n");
    exported = {.name = "x.h5", .kind = "tensor", .arrays = {test::numbers_set<std::int64_t>("data", Type::i64, {3})}};
    CHECK(table(exported) == "x0\n0\n1\n2\n");
    exported.arrays[0] = test::numbers_set<double>("data", Type::f64, {2, 2, 2});
    CHECK(test::message_of([&] { table(exported); }) == "x.h5: /data is 2x2x2, CSV has rows and columns; NPY holds any shape");
}

TEST_CASE("csv: a field is quoted where a table would read something else") {
    for (const char* const plain : {"cat", "a b", "7", "it's"}) CHECK(csv_field(plain) == plain);
    for (const char* const quoted : {"", " a", "a ", "a;b", "#1", "a\tb"}) CHECK(csv_field(quoted) == "\"" + std::string(quoted) + "\"");
}
