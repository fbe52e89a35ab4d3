#include "formats/zip_reader.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

const std::string some = zip({{"stored", noise(300)}, {"packed", std::string(5000, 'a'), true}});

void read_zip_file(const Bytes& file) {
    const ZipReader reader(file);
    for (const ZipReader::Entry& entry : reader.entries()) reader.read(entry);
}

std::string replaced(std::string content, std::size_t at, const std::string& with) { return content.replace(at, with.size(), with); }

}  // namespace

TEST_CASE("zip: stored and deflated entries come back, whole or their heads") {
    const ZipReader reader(bytes(some));
    REQUIRE(reader.entries().size() == 2);
    CHECK(reader.entries()[1].name == "packed");
    CHECK(reader.read(reader.entries()[0]) == bytes(noise(300)).head(300));
    CHECK(reader.read(reader.entries()[1]) == bytes(std::string(5000, 'a')).head(5000));
    CHECK(reader.head(reader.entries()[1], 3) == bytes("aaa").head(3));
    CHECK(reader.head(reader.entries()[0], 400).size() == 300);
}

TEST_CASE("zip: sizes that lie, checksums and foreign methods are refused") {
    const std::size_t entry = some.rfind("PK\x01\x02");
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 24, little(4999, 4)))), "x: packed: damaged: does not unpack to its 4999 bytes",
                         Error);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 24, little(60000000, 4)))), doctest::Contains("bytes cannot unpack to 60000000"),
                         Error);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 24, little(0xfffffff0, 4)))),
                         "x: packed: unpacked, it needs 12884901840 bytes of memory, expected at most 201326661; GEN_MEMORY=12288M allows it", Error);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 16, little(1, 4)))), "x: packed: damaged: its checksum does not match", Error);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 10, little(12, 2)))),
                         "x: packed: packed by method 12, expected stored (0) or deflated (8)", Error);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 8, little(1, 2)))), "x: packed: is encrypted", Error);
    CHECK_THROWS_AS(read_zip_file(bytes(replaced(some, entry + 42, little(0x7fffffff, 4)))), Error);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes(replaced(some, entry + 42, little(1, 4)))), "x: packed: no zip entry at byte 1", Error);
    CHECK_THROWS_AS(read_zip_file(bytes(replaced(some, some.size() - 12, little(60000, 2)))), Error);
}

TEST_CASE("zip: a stored entry that is damaged is refused when its end is read, in whatever pieces") {
    const std::size_t content = some.find(noise(300));
    const ZipReader whole(bytes(some));
    const ZipReader damaged(bytes(replaced(some, content + 200, noise(300).substr(200, 1) == "x" ? "y" : "x")));
    const auto read = [](const ZipReader& reader) {
        const Bytes entry = reader.content(reader.entries()[0]);
        for (const auto& [offset, n] : {std::pair{0U, 100U}, {150U, 100U}, {90U, 60U}, {250U, 50U}, {10U, 20U}}) entry.read(offset, n);
    };
    CHECK_NOTHROW(read(whole));
    CHECK_THROWS_WITH_AS(read(damaged), "x: stored: damaged: its checksum does not match", Error);
}

TEST_CASE("zip: the larger fields of zip64 are read") {
    const std::string content = "hello";
    std::string file = zip({{"a", content}});
    const std::size_t entry = file.find("PK\x01\x02");
    const std::string directory = file.substr(entry, file.size() - 22 - entry);
    std::string large = replaced(directory, 20, little(0xffffffff, 4));
    large = replaced(large, 24, little(0xffffffff, 4));
    large = replaced(large, 30, little(20, 2)) + little(1, 2) + little(16, 2) + little(5, 8) + little(5, 8);
    const std::string end64 = "PK\x06\x06" + little(44, 8) + little(45, 2) + little(45, 2) + little(0, 8) + little(1, 8) + little(1, 8) +
                              little(large.size(), 8) + little(entry, 8);
    const std::string locator = "PK\x06\x07" + little(0, 4) + little(entry + large.size(), 8) + little(1, 4);
    const std::string end =
        "PK\x05\x06" + little(0, 4) + little(0xffff, 2) + little(0xffff, 2) + little(0xffffffff, 4) + little(0xffffffff, 4) + little(0, 2);
    const ZipReader reader(bytes(file.substr(0, entry) + large + end64 + locator + end));
    REQUIRE(reader.entries().size() == 1);
    CHECK(reader.read(reader.entries()[0]) == bytes(content).head(5));
}

TEST_CASE("zip: truncated and damaged files are refused") {
    check_truncated(some, read_zip_file);
    check_damaged(some, read_zip_file);
    CHECK_THROWS_WITH_AS(read_zip_file(bytes("PK\x03\x04")), "x: has no zip directory at its end: cut off, or not a zip file", Error);
}
