#include "formats/held.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

#include "core/error.hpp"

using namespace gen;

TEST_CASE("held: a file pays for what it makes us hold, unless GEN_MEMORY says how much may be held") {
    constexpr std::size_t mib = limit::mib;
    CHECK_NOTHROW(expect_holdable("x", limit::held, 0));
    CHECK_NOTHROW(expect_holdable("x", limit::held + 30 * mib, 10 * mib));
    CHECK_THROWS_WITH_AS(expect_holdable("x: a row", 201326593, 0),
                         "x: a row needs 201326593 bytes of memory, expected at most 201326592; GEN_MEMORY=193M allows it", Error);
    CHECK(most_held(SIZE_MAX / 2) == SIZE_MAX);
    const std::string what = "x: its lines";
    Held lines(what, 1);
    lines.add(201326595);
    CHECK_THROWS_WITH_AS(lines.add(1), "x: its lines need more than 201326595 bytes of memory; GEN_MEMORY=385M allows twice that", Error);
    ::setenv("GEN_MEMORY", "1G", 1);
    CHECK(most_held(0) == std::size_t{1} << 30);
    ::setenv("GEN_MEMORY", "100", 1);
    CHECK(most_held(0) == limit::held);
    for (const char* const none : {"lots", "-1", "4T", "99999999999G"}) {
        ::setenv("GEN_MEMORY", none, 1);
        CHECK_THROWS_WITH_AS(most_held(0), (std::string("GEN_MEMORY is '") + none + "', expected a number of bytes such as 512M or 4G").c_str(),
                             Error);
    }
    ::unsetenv("GEN_MEMORY");
}
