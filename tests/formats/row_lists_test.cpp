#include "formats/row_lists.hpp"

#include <doctest/doctest.h>

#include <cstring>
#include <string_view>

#include "core/error.hpp"

using namespace gen;

namespace {

Bytes file_of(std::string_view text) {
    std::vector<std::byte> bytes(text.size());
    if (!text.empty()) std::memcpy(bytes.data(), text.data(), text.size());
    return Bytes::of("rows.txt", bytes);
}

}  // namespace

TEST_CASE("row lists: a list a line, blanks and remarks between them") {
    const std::vector<RowList> lists = read_row_lists(file_of("# from to\n3 8\n\n  0\t12   5 \r\n7"));
    REQUIRE(lists.size() == 3);
    CHECK(lists[0].rows == std::vector<std::size_t>{3, 8});
    CHECK(lists[0].line == 2);
    CHECK(lists[1].rows == std::vector<std::size_t>{0, 12, 5});
    CHECK(lists[2].rows == std::vector<std::size_t>{7});
    CHECK(lists[2].line == 5);
}

TEST_CASE("row lists: what is no row number is refused where it stands") {
    for (const char* word : {"-1", "1.5", "x", "1,2", "99999999999999999999999"})
        CHECK_THROWS_WITH(read_row_lists(file_of(std::string("1 2\n3 ") + word)),
                          (std::string("rows.txt: line 2: got '") + word + "', expected the number of a row, from 0").c_str());
    CHECK_THROWS_WITH(read_row_lists(file_of("")), "rows.txt: is empty, expected the numbers of rows");
    CHECK_THROWS_WITH(read_row_lists(file_of("# nothing\n")), "rows.txt: is empty, expected the numbers of rows");
    CHECK_THROWS_WITH(read_row_lists(file_of(std::string_view("\x89HDF\0", 5))), "rows.txt: is not text, expected the numbers of rows");
}

TEST_CASE("row lists: the digest of a file is that of its bytes") {
    CHECK(digest_of(file_of("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4's example
}
