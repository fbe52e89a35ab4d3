#include "eval/scores/vendi.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/lib/eval/scores/gaussian_rows.hpp"

using namespace gen;

namespace {

Estimated vendi_of(const Matrix& x) {
    Parallel parallel(2);
    return vendi_score(x, parallel);
}

/// Rows of the identity, each so many times.
Matrix orthogonal_rows(std::size_t n, std::size_t times, std::size_t columns) {
    Matrix m(n * times, columns);
    for (std::size_t i = 0; i < n * times; ++i) m(i, i % n) = static_cast<real>(1 + i);
    return m;
}

}  // namespace

TEST_CASE("vendi: copies count once, orthogonal rows each, by either matrix") {
    CHECK(vendi_of(Matrix(7, 3, std::vector<real>(21, 2))).value == doctest::Approx(1));
    CHECK(vendi_of(Matrix(3, 7, std::vector<real>(21, 2))).value == doctest::Approx(1));
    CHECK(vendi_of(orthogonal_rows(5, 1, 8)).value == doctest::Approx(5));
    CHECK(vendi_of(orthogonal_rows(5, 4, 8)).value == doctest::Approx(5));
    CHECK(vendi_of(Matrix(4, 9)).value == doctest::Approx(4));
    CHECK(vendi_of(Matrix(9, 4)).value == doctest::Approx(9));
}

TEST_CASE("vendi: both matrices give the same, and the error is the spread over samples") {
    const Matrix x = gaussian_rows(30, 30, 1);
    Matrix wide(30, 31);
    Matrix tall(31, 30);
    for (std::size_t i = 0; i < 30; ++i)
        for (std::size_t j = 0; j < 30; ++j) wide(i, j) = tall(i, j) = x(i, j);
    std::copy_n(x.row(0), 30, tall.row(30));
    Matrix tall_too(31, 40);
    for (std::size_t i = 0; i < 31; ++i)
        for (std::size_t j = 0; j < 30; ++j) tall_too(i, j) = tall(i, j);
    CHECK(vendi_of(x).value == doctest::Approx(vendi_of(wide).value));
    CHECK(vendi_of(tall).value == doctest::Approx(vendi_of(tall_too).value).epsilon(1e-9));
    CHECK(vendi_of(tall).error == doctest::Approx(vendi_of(tall_too).error).epsilon(1e-6));

    std::vector<double> values;
    double error = 0;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        Matrix rows = gaussian_rows(500, 4, seed);
        for (std::size_t i = 0; i < rows.rows(); ++i) rows(i, 0) *= 3;
        const Estimated found = vendi_of(rows);
        values.push_back(found.value);
        error += found.error / 60;
    }
    CHECK(error == doctest::Approx(estimated(values).error * std::sqrt(60.0)).epsilon(0.3));
}
