#include "eval/worst.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace gen;

TEST_CASE("worst: the comparison that is farthest off in tolerances, NaN before all") {
    Worst worst;
    CHECK(worst.check("a.b").verdict == Verdict::fail);
    worst.add(expect_near("", 1.5, 1, 1, "x"));
    worst.add(expect_near("", 10.01, 10, 0.1));
    CHECK(worst.check("a.b").value == 1.5);
    CHECK(worst.check("a.b").name == "a.b");
    CHECK(worst.check("a.b").note == "x, the worst of 2");
    worst.add(expect_near("", 10.2, 10, 0.1));
    CHECK(worst.check("a.b").verdict == Verdict::fail);
    CHECK(worst.check("a.b").note == "the worst of 3");
    worst.add(expect_near("", 1, 1, 0));
    CHECK(worst.check("a.b").value == 10.2);
    worst.add(expect_near("", std::nan(""), 1, 1));
    worst.add(expect_near("", 100, 1, 1));
    CHECK(std::isnan(worst.check("a.b").value));
    CHECK(worst.check("a.b").verdict == Verdict::fail);
}

TEST_CASE("worst: the least number, NaN where one is") {
    Least least;
    for (const double x : {3.0, -1.0, 2.0}) least.add(x);
    CHECK(least.value() == -1);
    least.add(std::nan(""));
    least.add(-5);
    CHECK(std::isnan(least.value()));
}
