#include "formats/arrays/array_labels.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/arrays/array_formats.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

std::string labels(const std::string& content, const std::string& path, std::size_t rows) {
    std::vector<std::string> said;
    std::string out;
    try {
        const Labels found = labels_of_array(*open_array_file(bytes(content)), path, rows, said);
        for (const std::int32_t value : found.values) out += join(value, " ");
        for (const std::string& word : found.classes) out += word + " ";
        return said.empty() ? out : join(out, "| ", said[0]);
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace

TEST_CASE("arrays: labels are one a row, one-hot, a column or words, and what is no class is refused") {
    CHECK(labels(npy("<i8", "(2,)", little(7, 8) + little(3, 8)), "", 2) == "7 3 ");
    CHECK(labels(npy("|u1", "(2, 1)", {7, 3}), "", 2) == "7 3 ");
    CHECK(labels(npy("|u1", "(2, 1, 1, 1)", {7, 3}), "", 2) == "7 3 ");
    CHECK(labels(npy("|u1", "(1, 1)", {7}), "", 1) == "7 ");
    CHECK(labels(npy("|u1", "(2, 3)", {0, 1, 0, 0, 0, 1}), "", 2) == "1 2 | x: one-hot rows of 3 classes, taken as their numbers");
    CHECK(labels(npy("|u1", "(3, 2)", {0, 0, 1, 0, 0, 1}, 1, "True"), "", 3) ==
          "x: has 2 columns that are not one-hot, expected one; --labels x:1 takes the first");
    CHECK(labels(npy("|u1", "(3, 2)", {0, 1, 1, 1, 0, 0}, 1, "True"), "", 3).starts_with("1 0 0 |"));
    CHECK(labels(npy("<U2", "(2,)", std::string("a\0\0\0b\0\0\0c\0\0\0\0\0\0\0", 16)), "", 2) == "0 1 ab c ");
    CHECK(labels(npy("|S2", "(2,)", std::string("abc\0", 4)), "", 2) == "0 1 ab c ");
    CHECK(labels(npy("|u1", "(3,)", {1, 10, 2}), "", 3) == "1 10 2 | x: labels are 1 to 10 and stay so (in SVHN 10 is the digit 0)");
    CHECK(labels(npy("|i1", "(2,)", {'\xff', 3}), "", 2) == "x: row 1 is -1, classes are numbered from 0");
    CHECK(labels(npy("<f4", "(1,)", std::string("\0\0\xc0\x3f", 4)), "", 1) == "x: row 1 is 1.5, expected the number of a class");
    CHECK(labels(npy("|u1", "(3,)", {1, 2, 3}), "", 2) == "x: has shape 3, expected labels for 2 rows");
    const std::string file = zip({{"a.npy", npy("|u1", "(2, 2)", {4, 5, 6, 7})}, {"b.npy", npy("|u1", "(2,)", {8, 9}), true}});
    CHECK(labels(file, "b", 2) == "8 9 ");
    CHECK(labels(file, "a:2", 2) == "5 7 ");
    CHECK(labels(file, "a:3", 2) == "x: a: has 2 columns, asked for was number 3");
    CHECK(labels(file, "c", 2) == "x: has no array c, expected a or b");
}
