#include "formats/document.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "formats/digest.hpp"
#include "formats/provenance.hpp"
#include "formats/streams.hpp"
#include "tests/formats/samples.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

TEST_CASE("document: all types, shapes and attributes come back as they were written") {
    const Scratch scratch;
    const Document written = everything();
    Output(scratch.path("a.h5")).commit(written);
    const Document read = read_document(scratch.path("a.h5"));
    CHECK(read.digest == content_digest(written));
    CHECK(read.attributes.size() == written.attributes.size());
    for (const Attribute& a : written.attributes) {
        CAPTURE(a.name);
        REQUIRE(read.attribute(a.name) != nullptr);
        CHECK(*read.attribute(a.name) == a);
    }
    CHECK(read.datasets.size() == written.datasets.size());
    for (const Dataset& set : written.datasets) {
        CAPTURE(set.path);
        const Dataset& back = read.require(set.path);
        CHECK(back.type == set.type);
        CHECK(back.shape == set.shape);
        CHECK(bytes_of(back) == bytes_of(set));
        CHECK(std::ranges::count_if(back.attributes, [&](const Attribute& a) { return !is_digest_of_rest(back, a); }) ==
              static_cast<std::ptrdiff_t>(set.attributes.size()));
        for (const Attribute& a : set.attributes) CHECK(std::find(back.attributes.begin(), back.attributes.end(), a) != back.attributes.end());
    }
}

TEST_CASE("document: a missing data set is named with its file") {
    Document document;
    document.name = "digits.h5";
    CHECK(message_of([&] { document.require("/images"); }) == "digits.h5: no dataset /images");
}

TEST_CASE("document: bytes that do not fill the shape are refused") {
    CHECK(message_of([] { dataset("/x", Type::f32, {2, 3}, std::vector<std::byte>(20)); }) == "/x: 20 bytes, expected 24");
}

TEST_CASE("document: numbers of every type become a matrix, row by row") {
    const Document document = everything();
    const Matrix m = matrix_of(document.require("/numbers/i64"));
    CHECK(m.rows() == 2);
    CHECK(m.columns() == 6);
    CHECK(m(1, 5) == 11);
    CHECK(matrix_of(document.require("/scalar")).size() == 1);
}

TEST_CASE("document: integers that do not fit 32 bits are refused, with their place") {
    CHECK(integers_of(numbers_set<std::int64_t>("/labels", Type::i64, {3})) == std::vector<std::int32_t>{0, 1, 2});
    std::vector<std::byte> bytes(16);
    bytes[12] = std::byte{1};
    CHECK(message_of([&] { integers_of(dataset("/labels", Type::i64, {2}, bytes)); }) ==
          "/labels: number 1 is 4294967296, expected an integer of 32 bits");
    CHECK(message_of([&] { integers_of(dataset("/labels", Matrix(1, 1, {0.5}))); }) == "/labels: number 0 is 0.5, expected an integer of 32 bits");
}
