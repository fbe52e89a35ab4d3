#include "eval/scores/held_out.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "core/error.hpp"
#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

/// Rows {first}, {first + 1}, ...
Matrix counted_rows(std::size_t count, real first) {
    Matrix m(count, 1);
    for (std::size_t i = 0; i < count; ++i) m(i, 0) = first + static_cast<real>(i);
    return m;
}

}  // namespace

TEST_CASE("held out: of either side as many rows, each of them once, of the same size halved alike") {
    const HeldOut rows = held_out(counted_rows(9, 0), counted_rows(30, 100), 1);
    REQUIRE(rows.learnt.rows() == 8);
    REQUIRE(rows.held.rows() == 10);
    std::set<real> seen;
    for (const Matrix* const part : {&rows.learnt, &rows.held})
        for (std::size_t i = 0; i < part->rows(); ++i) {
            CHECK(((*part)(i, 0) < 100) == (i < part->rows() / 2));
            seen.insert((*part)(i, 0));
        }
    CHECK(seen.size() == 18);
    const HeldOut alike = held_out(counted_rows(9, 0), counted_rows(9, 100), 1);
    for (std::size_t i = 0; i < 4; ++i) CHECK(alike.learnt(i, 0) + 100 == alike.learnt(4 + i, 0));
    CHECK(held_out(counted_rows(9, 0), counted_rows(9, 100), 2).learnt(0, 0) != alike.learnt(0, 0));
}

TEST_CASE("held out: rows are scaled by those that are learnt from") {
    Matrix x = gaussian_rows(200, 3, 1, 1, 4);
    for (std::size_t i = 0; i < 200; ++i) x(i, 1) *= 10;
    HeldOut each = held_out(x, x, 0);
    each.standardise();
    HeldOut all = held_out(x, x, 0);
    const double unit = all.scale();
    CHECK(unit == doctest::Approx(std::sqrt((1 + 100 + 1) / 3.0)).epsilon(0.2));
    for (std::size_t j = 0; j < 3; ++j) {
        double sum[2] = {0, 0};
        double squares[2] = {0, 0};
        for (std::size_t i = 0; i < 200; ++i) {
            std::size_t which = 0;
            for (const HeldOut* const rows : {&each, &all}) {
                const auto value = static_cast<double>(rows->learnt(i, j));
                sum[which] += value / 200;
                squares[which++] += value * value / 200;
            }
        }
        CHECK(std::abs(sum[0]) < 1e-4);
        CHECK(std::abs(sum[1]) < 1e-4);
        CHECK(squares[0] == doctest::Approx(1).epsilon(1e-3));
        CHECK((squares[1] > 2) == (j == 1));
    }
}

TEST_CASE("held out: too few rows, or rows that differ in length, are refused") {
    CHECK_THROWS_WITH_AS(held_out(counted_rows(3, 0), counted_rows(9, 0), 0),
                         "a network that tells real rows and samples apart needs at least 4 of each, got 3", Error);
    CHECK_THROWS_WITH_AS(held_out(Matrix(5, 2), Matrix(5, 3), 0), "real rows have 2 numbers, samples 3", Error);
}
