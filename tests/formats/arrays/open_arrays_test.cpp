#include "formats/arrays/open_arrays.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/arrays/npy_file.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using enum DimensionOrder;

std::vector<real> all(const Source& source) {
    std::vector<real> values;
    for (std::size_t i = 0; i < source.count; ++i)
        for (const real v : row(source, i)) values.push_back(v);
    return values;
}

std::string bytes_from(std::size_t first, std::size_t n) {
    std::string out;
    for (std::size_t i = 0; i < n; ++i) out += static_cast<char>(first + i);
    return out;
}

}  // namespace

TEST_CASE("arrays: every order of the dimensions gives the same rows") {
    // x[n,c,h,w] = 100n + 10c + 4h + w of 2x3x2x2, written in other orders
    const Shape sides = {2, 3, 2, 2};
    const auto value = [](std::size_t n, std::size_t c, std::size_t h, std::size_t w) { return static_cast<char>(100 * n + 10 * c + 4 * h + w); };
    std::string nchw_bytes, nhwc_bytes, last_bytes, fortran_bytes;
    std::vector<real> expected;
    for (std::size_t n = 0; n < 2; ++n)
        for (std::size_t c = 0; c < 3; ++c)
            for (std::size_t h = 0; h < 2; ++h)
                for (std::size_t w = 0; w < 2; ++w) {
                    nchw_bytes += value(n, c, h, w);
                    expected.push_back(static_cast<real>(static_cast<unsigned char>(value(n, c, h, w))));
                }
    for (std::size_t n = 0; n < 2; ++n)
        for (std::size_t h = 0; h < 2; ++h)
            for (std::size_t w = 0; w < 2; ++w)
                for (std::size_t c = 0; c < 3; ++c) nhwc_bytes += value(n, c, h, w);
    for (std::size_t h = 0; h < 2; ++h)
        for (std::size_t w = 0; w < 2; ++w)
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t n = 0; n < 2; ++n) last_bytes += value(n, c, h, w);
    for (std::size_t w = 0; w < 2; ++w)
        for (std::size_t h = 0; h < 2; ++h)
            for (std::size_t c = 0; c < 3; ++c)
                for (std::size_t n = 0; n < 2; ++n) fortran_bytes += value(n, c, h, w);
    CHECK(all(*open_arrays(bytes(npy("|u1", "(2, 3, 2, 2)", nchw_bytes)), {})) == expected);
    CHECK(all(*open_arrays(bytes(npy("|u1", "(2L, 2L, 2L, 3L)", nhwc_bytes)), {})) == expected);
    CHECK(all(*open_arrays(bytes(npy("|u1", "(2, 2, 3, 2)", last_bytes)), {.order = hwc_last_n})) == expected);
    CHECK(all(*open_arrays(bytes(npy("|u1", "(2, 3, 2, 2)", fortran_bytes, 1, "True")), {})) == expected);
    CHECK(all(*open_arrays(bytes(npy("|u1", "(2, 12)", nhwc_bytes)), {.shape = Shape{3, 2, 2}, .order = nhwc})) == expected);
}

TEST_CASE("arrays: words beside numbered labels name the classes, if there is one for each") {
    const auto classes = [](const std::string& names) {
        const std::string labels = npy("|u1", "(2,)", {1, 0});
        const std::string file = zip({{"images.npy", npy("|u1", "(2, 2, 2)", bytes_from(0, 8))}, {"labels.npy", labels}, {"classes.npy", names}});
        return open_arrays(bytes(file), {})->classes;
    };
    CHECK(classes(npy("|S3", "(2,)", "catdog")) == std::vector<std::string>{"cat", "dog"});
    CHECK(classes(npy("|S3", "(1,)", "cat")).empty());
    CHECK(classes(npy("|u1", "(2,)", {4, 5})).empty());
}

TEST_CASE("arrays: a zip file that holds other files, too, is an archive of them") {
    const std::string array = npy("|u1", "(2, 2, 2)", bytes_from(0, 8));
    CHECK(is_npz(bytes(zip({{"a.npy", array}, {"b.npy", array}}))));
    CHECK_FALSE(is_npz(bytes(zip({{"a.npy", array}, {"b.csv", "1,2\n"}}))));
}

TEST_CASE("arrays: a sparse matrix of SciPy is named") {
    const std::string numbers = npy("|u1", "(2,)", bytes_from(0, 2));
    const std::string file = zip({{"indices.npy", numbers}, {"indptr.npy", numbers}, {"data.npy", numbers}, {"shape.npy", numbers}});
    CHECK_THROWS_WITH_AS(open_arrays(bytes(file), {}), "x: holds a sparse matrix of SciPy, expected a dense one: numpy.save(\"x.npy\", m.toarray())",
                         Error);
}

TEST_CASE("arrays: column-major rows of many blocks come in any order") {
    std::string numbers;
    for (std::size_t d = 0; d < 3; ++d)
        for (std::size_t n = 0; n < 5000; ++n) numbers += little(3 * n + d, 8);
    const auto source = open_arrays(bytes(npy("<i8", "(5000, 3)", numbers, 1, "True")), {});
    CHECK(row(*source, 4999) == std::vector<real>{14997, 14998, 14999});
    CHECK(row(*source, 0) == std::vector<real>{0, 1, 2});
}

TEST_CASE("arrays: half floats, bools and rounding") {
    CHECK(all(*open_arrays(bytes(npy("<f2", "(1, 2)", little(0x3c00, 2) + little(0xc100, 2))), {})) == std::vector<real>{1, -2.5});
    const auto mask = open_arrays(bytes(npy("|b1", "(1, 1, 2)", std::string("\0\1", 2))), {});
    CHECK(mask->known_range == Range{0, 1});
    const auto whole = open_arrays(bytes(npy("<i4", "(1, 2)", little(16777216, 4) + little(16777217, 4))), {});
    const auto exact = open_arrays(bytes(npy("<f8", "(1, 1)", little(0x3ff8000000000000, 8))), {});
    CHECK(all(*exact) == std::vector<real>{1.5});
    CHECK(exact->remarks().empty());
    if (sizeof(real) > sizeof(float)) return;
    CHECK(all(*whole) == std::vector<real>{16777216, 16777216});
    CHECK(whole->remarks() == std::vector<std::string>{"x: whole numbers (i32) were rounded to f32, which holds 24 bits of them"});
    const auto rounded = open_arrays(bytes(npy("<f8", "(1, 1)", little(0x3fb999999999999a, 8))), {});
    CHECK(all(*rounded) == std::vector<real>{real(0.1F)});
    CHECK(rounded->remarks() == std::vector<std::string>{"x: numbers of 64 bits (f64) were rounded to 32 (f32)"});
}

TEST_CASE("arrays: known layouts have their images and labels at once, by split") {
    const std::string images = bytes_from(1, 8);
    const std::string file = zip({{"train_images.npy", npy("|u1", "(2, 2, 2)", images), true},
                                  {"train_labels.npy", npy("|u1", "(2, 1)", {5, 6}), true},
                                  {"test_images.npy", npy("|u1", "(1, 2, 2)", bytes_from(20, 4))},
                                  {"test_labels.npy", npy("|u1", "(1, 1)", {7})}});
    const auto train = open_arrays(bytes(file), {});
    CHECK(row(*train, 1) == std::vector<real>{5, 6, 7, 8});
    CHECK(train->labels == std::vector<std::int32_t>{5, 6});
    const auto test = open_arrays(bytes(file), {.dataset = "test_images"});
    CHECK(row(*test, 0) == std::vector<real>{20, 21, 22, 23});
    CHECK(test->labels == std::vector<std::int32_t>{7});
}

TEST_CASE("arrays: several that could be it are refused with the command") {
    const std::string file = zip({{"a.npy", npy("|u1", "(1, 2, 2)", bytes_from(0, 4))}, {"b.npy", npy("|u1", "(1, 1, 2, 2)", bytes_from(0, 4))}});
    CHECK_THROWS_WITH_AS(open_arrays(bytes(file), {}),
                         "x: holds 2 data sets (a 1x2x2 u8, b 1x1x2x2 u8): name one, data-import x --dataset a; data-import --list x shows all",
                         Error);
    CHECK(open_arrays(bytes(file), {.dataset = "b"})->count == 1);
}

TEST_CASE("arrays: rows A:B are those rows, with their labels and names") {
    auto source = open_arrays(bytes(npy("|u1", "(4, 2)", bytes_from(0, 8))), {});
    source->labels = {1, 2, 3, 4};
    source = rows_of(std::move(source), parse_row_range("--rows", "1:3"));
    CHECK(all(*source) == std::vector<real>{2, 3, 4, 5});
    CHECK(source->labels == std::vector<std::int32_t>{2, 3});
    CHECK(source->row_name(0) == "x: row 2");
    CHECK_THROWS_WITH_AS(rows_of(std::move(source), parse_row_range("--rows", "1:3")), "--rows 1:3: x has rows 0 to 1", Error);
    CHECK_THROWS_AS(parse_row_range("--rows", "3"), Error);
    CHECK_THROWS_AS(parse_row_range("--rows", "-1:3"), Error);
}
