#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/arrays/open_arrays.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

void read_npy_file(const Bytes& file) { read_rows(*open_arrays(file, {})); }

std::string refusal_of_npy(const std::string& file) {
    try {
        read_npy_file(bytes(file));
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("npy: versions 1 to 3 and the number types are read") {
    for (int version = 1; version <= 3; ++version) {
        const auto source = open_arrays(bytes(npy("|u1", "(2, 1, 3)", "abcdef", version)), {});
        CHECK(source->shape == Shape{1, 1, 3});
        CHECK(source->bytes);
        CHECK(row(*source, 1) == std::vector<real>{'d', 'e', 'f'});
    }
    CHECK(row(*open_arrays(bytes(npy("<i2", "(1, 2)", {1, 0, '\xff', '\xff'})), {}), 0) == std::vector<real>{1, -1});
    CHECK(row(*open_arrays(bytes(npy(">f8", "(1, 1)", std::string("\x40\x04\0\0\0\0\0\0", 8))), {}), 0) == std::vector<real>{2.5});
    CHECK(row(*open_arrays(bytes(npy("<f4", "(1, 1)", std::string("\0\0\xc0\x3f", 4))), {}), 0) == std::vector<real>{1.5});
    CHECK(row(*open_arrays(bytes(npy("<u8", "(1,1)", little(70000, 8))), {}), 0) == std::vector<real>{70000});
}

TEST_CASE("npy: two dimensions are points, three and four pictures, and a shape overrides") {
    CHECK(open_arrays(bytes(npy("|u1", "(3, 2)", "abcdef")), {})->table);
    CHECK(open_arrays(bytes(npy("|u1", "(3, 2)", "abcdef")), {})->shape == Shape{2, 1, 1});
    CHECK_FALSE(open_arrays(bytes(npy("|u1", "(3, 2)", "abcdef")), {.shape = Shape{1, 1, 2}})->table);
    CHECK(open_arrays(bytes(npy("|u1", "(1, 3, 1, 2)", "abcdef")), {})->shape == Shape{3, 1, 2});
}

TEST_CASE("npy: what is wrong is said") {
    CHECK(refusal_of_npy("not numpy") == "x: is no file of arrays, expected NPY, NPZ, MATLAB or HDF5");
    CHECK(refusal_of_npy(npy("|u1", "(2, 3)", "abcdef", 4)) == "x: NPY version 4, expected 1 to 3");
    CHECK(refusal_of_npy(npy("<c8", "(1, 1)", "abcdefgh")) == "x: NPY type '<c8' is not supported, expected bool, u1, i1 ... i8, f2, f4 or f8");
    CHECK(refusal_of_npy(npy("|u1", "(6,)", "abcdef")) == "x: has 1 dimension, expected [N,D], [N,H,W] or [N,C,H,W]");
    CHECK(refusal_of_npy(npy("|u1", "(2, 4)", "abcdef")) == "x: dimensions 2x4 need 8 bytes, 6 are there");
    CHECK(refusal_of_npy(npy("|u1", "(1, 3)", "abcdef")).ends_with("for shape 1x3"));
    CHECK(refusal_of_npy(npy("<f8", "(9999999999, 9999999999)", "abcdef")).find("beyond all bounds") != std::string::npos);
    CHECK(refusal_of_npy(npy("|u1", "(-2, 3)", "abcdef")) == "x: NPY shape (-2, 3) is not a list of sizes");
    CHECK(refusal_of_npy(npy("|u1", "(2, 0)", "")) == "x: rows of 0 numbers are empty");
    CHECK(refusal_of_npy(npy("|O", "(1, 2)", "abcdefghabcdefgh")) ==
          "x: NPY array of Python objects, expected numbers (save numpy.array(x, dtype=numpy.float32))");
    CHECK(refusal_of_npy(npy("<U1", "(1, 1)", std::string("a\0\0\0", 4))) == "x: NPY array of text, expected numbers");
}

TEST_CASE("npy: truncated and damaged files are refused") {
    const std::string file = npy("<f4", "(4, 5, 5)", noise(400));
    check_truncated(file, read_npy_file);
    check_damaged(file.substr(0, 90) + file.substr(90), read_npy_file);
}
