#include "synth/generator.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/error.hpp"

using namespace gen;
using namespace gen::synth;

namespace {

std::vector<std::byte> rows(const Generator& generator, std::size_t first, std::size_t count, std::size_t threads = 1) {
    std::vector<std::byte> out(count * generator.row_bytes());
    Parallel parallel(threads);
    draw_rows(generator, first, count, out.data(), parallel);
    return out;
}

}  // namespace

TEST_CASE("generator: rows do not depend on how many are asked for, on where one begins or on threads") {
    for (const std::string_view kind : kinds()) {
        CAPTURE(kind);
        const Generator generator = make_generator(kind, {.seed = 5});
        const std::vector<std::byte> all = rows(generator, 0, 300);
        CHECK(rows(generator, 0, 300, 3) == all);
        const std::vector<std::byte> some = rows(generator, 101, 99, 2);
        CHECK(std::equal(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(101 * generator.row_bytes())));
        CHECK(rows(make_generator(kind, {.seed = 6}), 0, 300) != all);
    }
}

TEST_CASE("generator: labels of the first hundred are those of a thousand, and lie within the classes") {
    for (const std::string_view kind : kinds()) {
        CAPTURE(kind);
        const Generator generator = make_generator(kind, {});
        std::vector<std::int32_t> labels = draw_labels(generator, 1000);
        CHECK(labels.empty() == (kind == "swiss-roll"));
        if (!generator.classes.empty())
            CHECK(*std::max_element(labels.begin(), labels.end()) + 1 == static_cast<std::int32_t>(generator.classes.size()));
        if (!labels.empty()) labels.resize(100);
        CHECK(draw_labels(generator, 100) == labels);
    }
}

TEST_CASE("generator: what a kind has no use for is refused") {
    CHECK_THROWS_WITH_AS(make_generator("ring", {.size = 16}), "ring has no size", Error);
    CHECK_THROWS_WITH_AS(make_generator("digits", {.radius = 1.0}), "digits has no radius", Error);
    CHECK_THROWS_WITH_AS(make_generator("four-points", {.sd = 1.0}), "four-points has no standard deviation", Error);
    CHECK_THROWS_WITH_AS(make_generator("letters", {}), "letters: no such kind of data", Error);
}

TEST_CASE("generator: size, radius and sd reach the rows") {
    CHECK(make_generator("digits", {.size = 20}).row == Shape{1, 20, 20});
    CHECK(make_generator("shapes", {.size = 64}).row == Shape{3, 64, 64});
    const Generator ring = make_generator("ring", {.radius = 3.0, .sd = 0.0});
    CHECK(ring.centres(0, 0) == 3);
    CHECK(ring.sd == 0);
    CHECK(make_generator("grid", {}).sd == 0.05);
    float p[2];
    ring.draw(0, p);
    CHECK(p[0] == static_cast<float>(ring.centres(static_cast<std::size_t>(ring.label(0)), 0)));
}

TEST_CASE("generator: the rows of seed 0 are the same on every machine, for ever") {
    const auto digest = [](std::string_view kind) {  // FNV-1a, 64 bits
        std::uint64_t sum = 0xcbf29ce484222325U;
        for (const std::byte b : rows(make_generator(kind, {}), 0, 200)) sum = (sum ^ std::to_integer<std::uint64_t>(b)) * 0x100000001b3U;
        return sum;
    };
    CHECK(digest("digits") == 385905885053169210U);
    CHECK(digest("shapes") == 7964528728274728599U);
    CHECK(digest("ring") == 13513829549427792112U);
    CHECK(digest("grid") == 17147717469274488047U);
    CHECK(digest("swiss-roll") == 2669465355160383474U);
    CHECK(digest("checkerboard") == 14987507609575330907U);
    CHECK(digest("four-points") == 11793970713915319301U);
}
