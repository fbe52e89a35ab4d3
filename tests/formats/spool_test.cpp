#include "formats/spool.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

TEST_CASE("spool: bytes come back from memory and from a file without a name") {
    for (const std::size_t most : {0, 4, 100}) {
        Spool spool("x", most);
        for (const char* piece : {"abc", "", "defg"}) {
            const std::string_view words = piece;
            spool.append(std::as_bytes(std::span(words)));
        }
        CHECK(spool.size() == 7);
        const Bytes all = spool.finish();
        CHECK(all.head(99) == bytes("abcdefg").head(7));
        const Bytes part = all.part(2, 3, "y");
        CHECK(part.read(1, 2) == bytes("de").head(2));
        CHECK_THROWS_WITH_AS(part.read(1, 3), "y: ends after 3 bytes, expected at least 1 + 3", Error);
    }
}
