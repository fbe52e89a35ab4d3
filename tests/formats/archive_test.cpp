#include "formats/archive.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/archive_files.hpp"
#include "formats/checked_reading.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

const std::vector<ArchiveFile> pets = {{"./cat/"},       {"./cat/0", noise(700)}, {"dog\\1", noise(30000, 2)},
                                       {".hidden", "x"}, {"__MACOSX/y", "x"},     {"none"}};

std::string content_of(const Bytes& content) {
    const std::vector<std::byte> all = content.head(content.size());
    return {reinterpret_cast<const char*>(all.data()), all.size()};
}

void read_archive(const Bytes& file) {
    for (const Member& member : open_archive(file)) member.content.head(1);
}

}  // namespace

TEST_CASE("archives: the files of tar, 7z and zip, whatever compressed them") {
    const std::vector<std::pair<std::string, std::string>> forms = {{"gnutar", "none"}, {"v7tar", "none"}, {"pax", "gzip"},   {"gnutar", "bzip2"},
                                                                    {"gnutar", "xz"},   {"ustar", "zstd"}, {"gnutar", "lz4"}, {"7zip", "none"}};
    for (const auto& [format, filter] : forms) {
        CAPTURE(format);
        CAPTURE(filter);
        const Bytes file = bytes(archived(format, filter, pets));
        CHECK(is_archive(file));
        const std::vector<Member> members = open_archive(file);
        REQUIRE(members.size() == 3);
        CHECK(members[0].name == "cat/0");
        CHECK(members[0].content.name() == "x: cat/0");
        CHECK(content_of(members[0].content) == noise(700));
        CHECK(members[1].name == "dog/1");
        CHECK(content_of(members[1].content) == noise(30000, 2));
        CHECK(members[2].content.size() == 0);
    }
    CHECK(content_of(open_archive(bytes(archived("zip", "none", {{"a", "hello"}}, "zip:compression=store")))[0].content) == "hello");
}

TEST_CASE("archives: a hard link has the bytes of what it is a link to") {
    const std::vector<Member> members = open_archive(bytes(archived("gnutar", "none", {{"./a", "hello"}, {"b", "", "./a"}})));
    REQUIRE(members.size() == 2);
    CHECK(content_of(members[1].content) == "hello");
}

TEST_CASE("archives: other files are none") {
    CHECK_FALSE(is_archive(bytes(std::string(2000, '\0'))));
    CHECK_FALSE(is_archive(bytes("7z")));
    CHECK_FALSE(is_archive(bytes(compressed("xz", "1,2\n"))));
    CHECK_FALSE(is_archive(bytes(noise(2000))));
    CHECK_FALSE(is_archive(bytes(zip({{"a", "b"}}))));
}

TEST_CASE("archives: damaged ones are refused or read, nothing else") {
    for (const char* filter : {"bzip2", "xz", "gzip"}) check_damaged(archived("gnutar", filter, pets), read_archive, 40);
    check_damaged(archived("7zip", "none", pets), read_archive, 40);
    check_damaged(archived("gnutar", "none", {{"a", "hello"}}).substr(0, 1024), read_archive, 100);
    const std::string whole = archived("gnutar", "xz", pets);
    CHECK_THROWS_WITH_AS(read_archive(bytes(whole.substr(0, whole.size() / 2))), doctest::Contains("x: cannot be unpacked: "), Error);
}
