#include "formats/export/zip_writer.hpp"

#include <doctest/doctest.h>

#include "formats/zip_reader.hpp"
#include "tests/formats/export/written.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using test::written;

namespace {

std::string archive(std::uint64_t largest) {
    return written([&](const Sink& sink) {
        ZipWriter zip(sink, largest);
        zip.add("a.npy", "alpha");
        zip.add("b/\xc3\xa9.npy", std::string(300, 'b'));
        zip.add("empty", "");
        zip.finish();
    });
}

void check_entries(const std::string& bytes) {
    const auto* const first = reinterpret_cast<const std::byte*>(bytes.data());
    const ZipReader reader(Bytes::of("x.zip", {first, first + bytes.size()}));
    const std::vector<ZipReader::Entry>& entries = reader.entries();
    REQUIRE(entries.size() == 3);
    const std::pair<const char*, std::string> expected[] = {{"a.npy", "alpha"}, {"b/\xc3\xa9.npy", std::string(300, 'b')}, {"empty", ""}};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(entries[i].name == expected[i].first);
        const std::vector<std::byte> content = reader.read(entries[i]);
        CHECK(std::string(reinterpret_cast<const char*>(content.data()), content.size()) == expected[i].second);
    }
}

}  // namespace

TEST_CASE("zip writer: entries are read back, in 32 and in 64 bits") {
    for (const std::uint64_t largest : {ZipWriter::largest_plain, std::uint64_t{500}, std::uint64_t{200}, std::uint64_t{4}}) {
        CAPTURE(largest);
        check_entries(archive(largest));
    }
    CHECK(archive(ZipWriter::largest_plain).find("PK\6\6") == std::string::npos);
    CHECK(archive(200).find("PK\6\6") != std::string::npos);
}

TEST_CASE("zip writer: what comes must have the size that was said") {
    ZipWriter zip([](const void*, std::size_t) {});
    CHECK(test::message_of([&] { zip.add("x", 3, [](const Sink& sink) { sink("ab", 2); }); }) == "x: came as 2 bytes, expected 3");
}
