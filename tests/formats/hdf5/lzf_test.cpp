#include "formats/hdf5/lzf.hpp"

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>

#include "core/error.hpp"

namespace {

std::vector<std::byte> bytes(std::initializer_list<int> numbers) {
    std::vector<std::byte> out;
    for (const int n : numbers) out.push_back(static_cast<std::byte>(n));
    return out;
}

std::string unpacked(const std::vector<std::byte>& packed, std::size_t size) {
    const std::vector<std::byte> out = gen::h5::unpack_lzf(packed, size, "a.h5: /x");
    return {reinterpret_cast<const char*>(out.data()), out.size()};
}

}  // namespace

TEST_CASE("lzf: literals, short and long copies, which may overlap") {
    CHECK(unpacked(bytes({1, 'a', 'b'}), 2) == "ab");
    CHECK(unpacked(bytes({2, 'a', 'b', 'c', 1 << 5, 2}), 6) == "abcabc");
    CHECK(unpacked(bytes({0, 'a', 7 << 5, 10, 0, 0, 'b'}), 21) == std::string(20, 'a') + "b");
    CHECK(unpacked({}, 0).empty());
}

TEST_CASE("lzf: damage is refused before it reads or writes beyond an end") {
    const std::string less = "a.h5: /x: damaged: a chunk compressed by LZF does not give 4 bytes";
    for (const auto& packed : {bytes({1, 'a', 'b'}),                      // too few bytes
                               bytes({5, 'a', 'b', 'c', 'd', 'e', 'f'}),  // too many literals
                               bytes({5, 'a', 'b'}),                      // literals that are not there
                               bytes({0, 'a', 3 << 5, 0}),                // too long a copy
                               bytes({0, 'a', 1 << 5, 1}),                // a copy of what lies before the beginning
                               bytes({0, 'a', 1 << 5}),                   // no distance
                               bytes({0, 'a', 7 << 5}),                   // no length
                               bytes({0, 'a', 7 << 5, 0})})
        CHECK_THROWS_WITH_AS(unpacked(packed, 4), less.c_str(), gen::Error);
}
