#include "formats/export/npy_writer.hpp"

#include <doctest/doctest.h>

#include "formats/npy.hpp"
#include "tests/formats/export/written.hpp"
#include "tests/formats/samples.hpp"

using namespace gen;
using test::numbers_set;
using test::written;

TEST_CASE("npy: the header is NumPy's own, padded to 64 bytes") {
    const std::string header = npy_header(Type::f32, {60000, 784});
    CHECK(header ==
          std::string("\x93NUMPY\1\0\x76\0", 10) + "{'descr': '<f4', 'fortran_order': False, 'shape': (60000, 784), }" + std::string(52, ' ') + "\n");
    CHECK(npy_header(Type::u8, {3}).find("'shape': (3,), }") != std::string::npos);
    CHECK(npy_header(Type::u8, {}).find("'shape': (), }") != std::string::npos);
    for (std::size_t rank = 0; rank < 30; ++rank) CHECK(npy_header(Type::i64, Shape(rank, 1)).size() % 64 == 0);
    CHECK(npy_header(Type::i32, Shape(30000, 1)).substr(6, 2) == std::string("\2\0", 2));
}

TEST_CASE("npy: every type of number is read back") {
    const auto back = [](const Dataset& set) {
        const std::string bytes = written([&](const Sink& sink) { write_npy(set, sink); });
        CHECK(bytes.size() == npy_bytes(set));
        const auto* const first = reinterpret_cast<const std::byte*>(bytes.data());
        const Bytes file = Bytes::of("x.npy", {first, first + bytes.size()});
        const NpyArray array = npy_array(file);
        expect_whole(file, array);
        CHECK(array.shape == set.shape);
        CHECK(array.type.bytes == size_of(set.type));
        CHECK(bytes.substr(array.offset) == test::bytes_of(set));
    };
    back(numbers_set<std::uint8_t>("x", Type::u8, {70, 1, 28, 28}));
    back(numbers_set<std::int32_t>("x", Type::i32, {7}));
    back(numbers_set<std::int64_t>("x", Type::i64, {2, 3, 2}));
    back(numbers_set<std::uint64_t>("x", Type::u64, {4, 1}));
    back(numbers_set<float>("x", Type::f32, {400, 3000}));
    back(numbers_set<double>("x", Type::f64, {1, 5}));
}

TEST_CASE("npy: texts are characters of four bytes") {
    const std::string bytes = npy_of_texts({"a", "\xc3\xa9\xf0\x9f\x90\xb6", ""});
    CHECK(bytes.find("'descr': '<U2'") != std::string::npos);
    CHECK(bytes.substr(bytes.find('\n') + 1) == std::string("a\0\0\0\0\0\0\0\xe9\0\0\0\x36\xf4\1\0\0\0\0\0\0\0\0\0", 24));
    CHECK(npy_of_texts({}).find("'shape': (0,), }") != std::string::npos);
    CHECK(npy_of_texts({"\xff"}).find("\xfd\xff") != std::string::npos);
}
