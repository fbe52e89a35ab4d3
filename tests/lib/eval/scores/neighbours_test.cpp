#include "eval/scores/neighbours.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/random.hpp"

using namespace gen;

namespace {

Matrix neighbour_points(std::size_t rows, std::size_t columns, std::uint64_t seed, real offset = 0) {
    Matrix m(rows, columns);
    for (std::size_t i = 0; i < rows; ++i) {
        random_normal({seed, Purpose::check}, static_cast<std::uint32_t>(i), m.row(i), columns);
        for (std::size_t j = 0; j < columns; ++j) m(i, j) += offset;
    }
    return m;
}

double square_between(const Matrix& a, std::size_t i, const Matrix& b, std::size_t j) {
    double sum = 0;
    for (std::size_t c = 0; c < a.columns(); ++c) {
        const double d = static_cast<double>(a(i, c)) - static_cast<double>(b(j, c));
        sum += d * d;
    }
    return sum;
}

}  // namespace

TEST_CASE("neighbours: are those that a search one by one finds, for any number of threads, also far from the origin") {
    for (const real offset : {0.0F, 1000.0F}) {
        const Matrix x = neighbour_points(700, 5, 1, offset);
        const Matrix y = neighbour_points(1300, 5, 2, offset);
        Parallel one(1);
        Parallel three(3);
        const Neighbours found = nearest_rows(x, y, 4, one);
        const Neighbours again = nearest_rows(x, y, 4, three);
        CHECK(found.rows == again.rows);
        CHECK(found.squares == again.squares);
        for (const std::size_t i : {0, 1, 511, 512, 699}) {
            std::vector<std::pair<double, std::uint32_t>> all;
            for (std::uint32_t j = 0; j < y.rows(); ++j) all.emplace_back(square_between(x, i, y, j), j);
            std::sort(all.begin(), all.end());
            for (std::size_t k = 0; k < 4; ++k) {
                CHECK(found.rows[i * 4 + k] == all[k].second);
                CHECK(static_cast<double>(found.squares[i * 4 + k]) == doctest::Approx(all[k].first).epsilon(1e-3));
            }
        }
    }
}

TEST_CASE("neighbours: equal rows are at distance 0, the first of them is named, and a row is not its own neighbour among others") {
    Matrix x = neighbour_points(3, 7, 1, 50);
    Matrix y(2000, 7);
    for (std::size_t i = 0; i < y.rows(); ++i) std::copy_n(x.row(i % 3), 7, y.row(i));
    Parallel parallel(2);
    const Neighbours found = nearest_rows(x, y, 2, parallel);
    CHECK(found.rows == std::vector<std::uint32_t>{0, 3, 1, 4, 2, 5});
    CHECK(found.squares == std::vector<real>(6, 0));
    const Neighbours others = nearest_others(y, 1, parallel);
    CHECK(others.nearest(0) == 3);
    CHECK(others.nearest(3) == 0);
    CHECK(others.radius(1999) == 0);
    CHECK_THROWS_WITH(nearest_others(x, 3, parallel), "3 nearest of 2 rows");
    CHECK_THROWS_WITH(nearest_rows(x, Matrix(4, 6), 1, parallel), "distances: rows have 7 and 6 numbers");
}
