#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

const std::string six = {1, 2, 3, 4, 5, 6};

void read_mat_file(const Bytes& file) { read_rows(*open_arrays(file, {})); }

}  // namespace

TEST_CASE("mat: the columns of a matrix are rows, and a shape lays them out row by row") {
    const std::string file = mat_file(mat_matrix(9, {3, 2}, 2, six));
    const auto points = open_arrays(bytes(file), {});
    CHECK(points->count == 2);
    CHECK(points->table);
    CHECK(row(*points, 1) == std::vector<real>{4, 5, 6});
    const auto pictures = open_arrays(bytes(file), {.shape = Shape{1, 3, 1}});
    CHECK(pictures->bytes);
    CHECK(pictures->shape == Shape{1, 3, 1});
}

TEST_CASE("mat: a label for each row of a matrix shows that its rows are rows") {
    std::string labels = mat_matrix(9, {3, 1}, 2, {7, 8, 9});
    labels[labels.find('x')] = 'y';
    const Bytes file = bytes(mat_file(mat_matrix(9, {3, 2}, 2, six) + labels));
    const auto source = open_arrays(file, {.labels_path = "y"});
    CHECK(source->count == 3);
    CHECK(row(*source, 0) == std::vector<real>{1, 4});
    CHECK(source->labels == std::vector<std::int32_t>{7, 8, 9});
    CHECK(source->warnings == std::vector<std::string>{"x: x: its rows are taken as rows, as there is a label for each (--layout nchw)"});
}

TEST_CASE("mat: where a shape fits the rows only, they are turned") {
    const auto source = open_arrays(bytes(mat_file(mat_matrix(9, {3, 2}, 2, six))), {.shape = Shape{2, 1, 1}});
    CHECK(source->count == 3);
    CHECK(row(*source, 0) == std::vector<real>{1, 4});
    CHECK(row(*source, 2) == std::vector<real>{3, 6});
}

TEST_CASE("mat: pictures of three and four dimensions are transposed to rows from the top") {
    const auto grey = open_arrays(bytes(mat_file(mat_matrix(9, {2, 3, 1}, 2, six))), {});
    CHECK(grey->shape == Shape{1, 2, 3});
    CHECK(row(*grey, 0) == std::vector<real>{1, 3, 5, 2, 4, 6});
    const auto colour = open_arrays(bytes(mat_file(mat_matrix(9, {2, 1, 3, 1}, 2, six))), {});
    CHECK(colour->shape == Shape{3, 2, 1});
    CHECK(row(*colour, 0) == std::vector<real>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("mat: the largest numeric matrix is taken, compressed or not, small types and text beside it") {
    const std::string text = mat_matrix(4, {1, 8}, 4, noise(16));
    const std::string small = mat_matrix(6, {1, 1}, 9, noise(8));
    const std::string large = mat_element(15, zlib(mat_matrix(6, {2, 3}, 2, six)));
    const auto source = open_arrays(bytes(mat_file(text + large + small)), {});
    CHECK(source->count == 3);
    CHECK(row(*source, 2) == std::vector<real>{5, 6});
    CHECK_FALSE(source->bytes);  // doubles, stored as bytes because they fit
}

TEST_CASE("mat: lengths that lie are refused") {
    CHECK_THROWS_WITH_AS(read_mat_file(bytes(mat_file(mat_matrix(9, {3, 3}, 2, six)))), "x: dimensions 3x3 need 9 bytes, 6 are there", Error);
    CHECK_THROWS_WITH_AS(read_mat_file(bytes(mat_file(mat_matrix(9, {1, 3}, 2, six)))), "x: matrix 1x3 has 6 bytes, expected 3", Error);
    CHECK_THROWS_AS(read_mat_file(bytes(mat_file(mat_matrix(9, {0xffffffff, 0xffffffff, 0xffffffff}, 2, six)))), Error);
    const std::string lie = mat_element(15, zlib(little(14, 4) + little(0xfffffff0, 4) + six));
    CHECK_THROWS_WITH_AS(read_mat_file(bytes(mat_file(lie))), doctest::Contains("cannot unpack to 4294967288"), Error);
    CHECK_THROWS_WITH_AS(read_mat_file(bytes(mat_file(mat_matrix(4, {1, 8}, 4, noise(16))))), "x: has no matrix of real numbers (x 1x8 text)", Error);
}

TEST_CASE("mat: truncated and damaged files are refused") {
    const std::string plain = mat_file(mat_matrix(9, {8, 20}, 2, noise(160)));
    const std::string packed = mat_file(mat_element(15, zlib(mat_matrix(7, {8, 20}, 7, noise(640)))));
    check_truncated(plain, read_mat_file);
    check_truncated(packed, read_mat_file);
    check_damaged(plain, read_mat_file);
    check_damaged(packed, read_mat_file);
}

TEST_CASE("mat: rows of a matrix of characters, and cells of texts, are labels") {
    const auto named = [](std::string matrix, char name) {
        matrix[matrix.find('x')] = name;
        return matrix;
    };
    const auto text = [&](const std::vector<std::uint32_t>& dimensions, std::uint32_t type, const std::string& characters) {
        return named(mat_matrix(4, dimensions, type, characters), 'y');
    };
    const auto classes = [&](const std::string& labels) {
        return open_arrays(bytes(mat_file(mat_matrix(9, {2, 3}, 2, six) + labels)), {.labels_path = "y"})->classes;
    };
    using Words = std::vector<std::string>;
    const Words two = {"cat", "emu"};
    CHECK(open_arrays(bytes(mat_file(mat_matrix(9, {2, 3}, 2, six) + text({3, 3}, 2, "cecamatut"))), {.labels_path = "y"})->labels ==
          std::vector<std::int32_t>{0, 1, 0});
    CHECK(classes(text({3, 3}, 2, "cecamatut")) == two);
    CHECK(classes(text({3, 2}, 4, std::string("a\0b\0c\0 \0\xe4\0 \0", 12))) == Words{"a", "b\xc3\xa4", "c"});
    const auto cell = [&](const std::string& word) { return mat_matrix(4, {1, static_cast<std::uint32_t>(word.size())}, 16, word); };
    const auto cells = [&](const std::string& inner) {
        std::string all = mat_element(14, mat_element(6, little(1, 8)) + mat_element(5, little(3, 4) + little(1, 4)) + mat_element(1, "y") + inner);
        return all;
    };
    CHECK(classes(cells(cell("emu") + cell("cat") + cell("emu"))) == two);
    CHECK(classes(cells(cell("\xc3\xa4") + cell("b") + cell("b"))) == Words{"b", "\xc3\xa4"});
    CHECK(classes(cells(cell("a") + cell("b") + mat_matrix(9, {1, 1}, 2, {1}))).empty());  // no words, so no array y
    check_damaged(mat_file(cells(cell("emu") + cell("cat") + cell("emu")) + mat_matrix(9, {2, 3}, 2, six)), read_mat_file);
}
