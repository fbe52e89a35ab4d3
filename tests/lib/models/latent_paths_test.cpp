#include "models/latent_paths.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "gradients.hpp"

using namespace gen;

namespace {

double length(const Matrix& m, std::size_t row) {
    double square = 0;
    for (std::size_t j = 0; j < m.columns(); ++j) square += static_cast<double>(m(row, j)) * static_cast<double>(m(row, j));
    return std::sqrt(square);
}

Matrix path(const Matrix& ends, std::size_t steps, PathType type) { return latent_paths(ends, ends.rows(), steps, type); }

bool same(const Matrix& m, std::size_t row, const Matrix& of, std::size_t other) {
    for (std::size_t j = 0; j < m.columns(); ++j)
        if (m(row, j) != of(other, j)) return false;
    return true;
}

}  // namespace

TEST_CASE("latent paths: a linear path has equal steps") {
    const Matrix z = path(Matrix(2, 2, {1, 10, 3, -10}), 5, PathType::linear);
    REQUIRE(z.rows() == 5);
    for (std::size_t i = 0; i < 5; ++i) {
        CHECK(z(i, 0) == doctest::Approx(1 + 0.5 * static_cast<double>(i)));
        CHECK(z(i, 1) == doctest::Approx(10 - 5 * static_cast<double>(i)));
    }
}

TEST_CASE("latent paths: a spherical path between unit vectors at a right angle is a quarter of the circle") {
    const Matrix z = path(Matrix(2, 2, {1, 0, 0, 1}), 7, PathType::spherical);
    for (std::size_t i = 0; i < 7; ++i) {
        const double angle = static_cast<double>(i) * std::numbers::pi / 12;
        CHECK(z(i, 0) == doctest::Approx(std::cos(angle)));
        CHECK(z(i, 1) == doctest::Approx(std::sin(angle)));
    }
}

TEST_CASE("latent paths: on a sphere of many dimensions the length stays, on the straight line it does not") {
    Matrix ends = normals(2, 100, 3);
    for (std::size_t row = 0; row < 2; ++row) {
        const double size = length(ends, row);
        for (std::size_t j = 0; j < 100; ++j) ends(row, j) = static_cast<real>(10 * static_cast<double>(ends(row, j)) / size);
    }
    const Matrix round = path(ends, 9, PathType::spherical);
    const Matrix straight = path(ends, 9, PathType::linear);
    for (std::size_t i = 0; i < 9; ++i) CHECK(length(round, i) == doctest::Approx(10).epsilon(1e-5));
    CHECK(length(straight, 4) < 8.5);
    CHECK(same(round, 0, ends, 0));
    CHECK(same(round, 8, ends, 1));
}

TEST_CASE("latent paths: between vectors of different lengths the length changes smoothly, and the path is nearer to the longer one") {
    const Matrix z = path(Matrix(2, 2, {2, 0, 0, 4}), 3, PathType::spherical);
    CHECK(z(1, 0) == doctest::Approx(std::sqrt(2.0)));
    CHECK(z(1, 1) == doctest::Approx(2 * std::sqrt(2.0)));
}

TEST_CASE("latent paths: where no great circle is defined the path is straight") {
    const Matrix cases[] = {Matrix(2, 2, {1, 2, 2, 4}), Matrix(2, 2, {1, 2, -1, -2}), Matrix(2, 2, {0, 0, 3, 1}),
                            Matrix(2, 2, {3, 1, 0, 0}), Matrix(2, 2, {0, 0, 0, 0}),   Matrix(2, 2, {1, 2, 1, 2})};
    for (const Matrix& ends : cases) {
        const Matrix round = path(ends, 5, PathType::spherical);
        const Matrix straight = path(ends, 5, PathType::linear);
        for (std::size_t i = 0; i < 5; ++i) CHECK(same(round, i, straight, i));
    }
}

TEST_CASE("latent paths: a path through several points shows each of them once, two paths lie one after the other") {
    const Matrix knots(4, 1, {0, 2, -2, 6});
    const Matrix one = latent_paths(knots, 4, 3, PathType::linear);
    CHECK(one.rows() == points_of_path(4, 3));
    const real expected[] = {0, 1, 2, 0, -2, 2, 6};
    for (std::size_t i = 0; i < 7; ++i) CHECK(one(i, 0) == expected[i]);
    const Matrix two = latent_paths(knots, 2, 3, PathType::linear);
    const real pairs[] = {0, 1, 2, -2, 2, 6};
    REQUIRE(two.rows() == 6);
    for (std::size_t i = 0; i < 6; ++i) CHECK(two(i, 0) == pairs[i]);
    CHECK(nearest_knots(3, 5) == std::vector<std::size_t>{0, 0, 0, 1, 1, 1, 1, 2, 2});
    CHECK(nearest_knots(2, 2) == std::vector<std::size_t>{0, 1});
}

TEST_CASE("latent paths: a grid changes two dimensions, x along a row") {
    const Matrix at(1, 3, {7, 8, 9});
    const std::vector<double> xs = {1, 2};
    const std::vector<double> ys = {-1, -2, -3};
    const Matrix z = latent_grid(at.values(), 2, 0, xs, ys);
    REQUIRE(z.rows() == 6);
    for (std::size_t row = 0; row < 6; ++row) {
        CHECK(z(row, 2) == static_cast<real>(xs[row % 2]));
        CHECK(z(row, 1) == 8);
        CHECK(z(row, 0) == static_cast<real>(ys[row / 2]));
    }
}

TEST_CASE("latent paths: a traversal changes one dimension in each row") {
    const Matrix at(1, 3, {7, 8, 9});
    const std::size_t dimensions[] = {2, 0};
    const Matrix z = traversals(at.values(), dimensions, {{-1, 0, 1}, {-2, 0, 2}});
    const real expected[6][3] = {{7, 8, -1}, {7, 8, 0}, {7, 8, 1}, {-2, 8, 9}, {0, 8, 9}, {2, 8, 9}};
    for (std::size_t row = 0; row < 6; ++row)
        for (std::size_t j = 0; j < 3; ++j) CHECK(z(row, j) == expected[row][j]);
}

TEST_CASE("latent paths: numbers at equal distances include both ends") {
    const std::vector<double> values = evenly(0.05, 0.95, 19);
    CHECK(values.front() == 0.05);
    CHECK(values.back() == 0.95);
    CHECK(values[9] == doctest::Approx(0.5));
    CHECK(evenly(3, -3, 2) == std::vector<double>{3, -3});
}

TEST_CASE("latent paths: an analogy adds what leads from a to b") {
    const Matrix d = analogous(Matrix(3, 2, {1, 1, 4, 0, 10, 20}));
    CHECK(d(0, 0) == 13);
    CHECK(d(0, 1) == 19);
}
