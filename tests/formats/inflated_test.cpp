#include "formats/inflated.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

TEST_CASE("inflated: any place can be read, again and backwards, and damage is found") {
    const std::string plain = noise(20'000'003);
    const std::string packed = zlib(plain);
    const Bytes unpacked = inflated(bytes(packed), Frame::zlib, plain.size(), "x");
    for (const std::size_t at : {std::size_t{19'999'990}, std::size_t{0}, std::size_t{1'048'570}, std::size_t{9'000'000}, std::size_t{8'388'600}}) {
        const std::vector<std::byte> piece = unpacked.read(at, 13);
        CHECK(std::string(reinterpret_cast<const char*>(piece.data()), 13) == plain.substr(at, 13));
    }
    const auto refusal = [&](const std::string& file, std::size_t size) {
        const Bytes all = inflated(bytes(file), Frame::zlib, size, "x");
        CHECK_THROWS_AS(all.read(0, size), Error);
    };
    refusal(packed, plain.size() - 1);
    refusal(packed, plain.size() + 1);
    refusal(packed.substr(0, packed.size() - 1), plain.size());
    refusal(packed.substr(0, 1'000'000), plain.size());
    CHECK_THROWS_AS(inflated(bytes(packed.substr(0, 100)), Frame::zlib, plain.size(), "x"), Error);
}
