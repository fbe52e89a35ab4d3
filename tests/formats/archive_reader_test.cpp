#include "formats/archive_reader.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/archive_files.hpp"
#include "formats/foreign_files.hpp"
#include "formats/packing.hpp"

using namespace gen;
using namespace gen::foreign;

TEST_CASE("packed files: what each program compressed is known by its beginning and comes back") {
    const std::string plain = noise(300000);
    for (const char* filter : {"gzip", "bzip2", "xz", "zstd", "lz4"}) {
        CAPTURE(filter);
        const Bytes packed = bytes(compressed(filter, plain));
        CHECK(packing_of(packed) == filter);
        CHECK(unpacked_head(packed, 700) == bytes(plain).head(700));
        CHECK(unpacked(packed, plain.size()).head(plain.size()) == bytes(plain).head(plain.size()));
        CHECK_THROWS_WITH_AS(unpacked(packed, plain.size() - 1), "x: unpacks to more than the expected 299999 bytes", Error);
        CHECK(unpacked_head(bytes(compressed(filter, "few")), 700).size() == 3);
        if (filter == std::string("lz4")) continue;  // of which libarchive cannot write an empty one
        CHECK(unpacked(bytes(compressed(filter, "")), 9).size() == 0);
    }
    CHECK(packing_of(bytes("BZh9 is text")) == "");
    CHECK(packing_of(bytes("")) == "");
}

TEST_CASE("packed files: two that follow one another are one") {
    for (const char* filter : {"bzip2", "xz", "zstd", "gzip"}) {
        CAPTURE(filter);
        const Bytes both = bytes(compressed(filter, "1,2\n") + compressed(filter, "3,4\n"));
        CHECK(unpacked(both, 99).head(99) == bytes("1,2\n3,4\n").head(8));
    }
}

TEST_CASE("packed files: what unpacks to absurdly much is refused") {
    const std::string zeros = compressed("zstd", std::string(70 << 20, '\0'));
    CHECK(zeros.size() < (70 << 20) / 2000);
    CHECK_THROWS_WITH_AS(unpacked(bytes(zeros), std::size_t{1} << 32),
                         join("x: its ", zeros.size(), " bytes unpack to more than 2000 times as many").c_str(), Error);
    CHECK_THROWS_WITH_AS(unpacked(bytes("\xfd"
                                        "7zXZ" +
                                        std::string("\0....", 5)),
                                  9),
                         doctest::Contains("x: cannot be unpacked: "), Error);
}
