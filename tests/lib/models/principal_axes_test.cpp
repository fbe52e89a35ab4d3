#include "models/principal_axes.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "gradients.hpp"

using namespace gen;

namespace {

/// Rows with standard deviations 4, 3, 2, 1, 1, ... along orthogonal directions, which are no axes, around a mean that is not 0.
Matrix slanted(std::size_t rows, std::size_t columns) {
    Matrix x = normals(rows, columns, 3);
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) x(i, j) *= j < 3 ? static_cast<real>(4 - j) : real{1};
        for (std::size_t j = 0; j + 1 < columns; ++j) {  // turns by 0.6 radians in each plane of neighbours
            const real a = x(i, j);
            const real b = x(i, j + 1);
            x(i, j) = static_cast<real>(std::cos(0.6)) * a - static_cast<real>(std::sin(0.6)) * b;
            x(i, j + 1) = static_cast<real>(std::sin(0.6)) * a + static_cast<real>(std::cos(0.6)) * b;
        }
        for (std::size_t j = 0; j < columns; ++j) x(i, j) += 50;
    }
    return x;
}

double variance_along(const Matrix& x, const Matrix& axes, std::size_t axis) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < x.rows(); ++i) {
        double score = 0;
        for (std::size_t j = 0; j < x.columns(); ++j) score += static_cast<double>(x(i, j)) * static_cast<double>(axes(j, axis));
        sum += score;
        squares += score * score;
    }
    const auto n = static_cast<double>(x.rows());
    return squares / n - sum / n * sum / n;
}

}  // namespace

TEST_CASE("principal axes: they are orthonormal") {
    const Matrix axes = principal_axes(slanted(300, 8), 5);
    REQUIRE(axes.rows() == 8);
    REQUIRE(axes.columns() == 5);
    for (std::size_t a = 0; a < 5; ++a)
        for (std::size_t b = 0; b < 5; ++b) {
            double dot = 0;
            for (std::size_t j = 0; j < 8; ++j) dot += static_cast<double>(axes(j, a)) * static_cast<double>(axes(j, b));
            CHECK(dot == doctest::Approx(a == b ? 1 : 0).epsilon(1e-5));
        }
}

TEST_CASE("principal axes: the first ones hold the most variance, each about its own part") {
    const Matrix x = slanted(2000, 8);
    const Matrix axes = principal_axes(x, 3);
    const double expected[] = {16, 9, 4};
    for (std::size_t k = 0; k < 3; ++k) CHECK(variance_along(x, axes, k) == doctest::Approx(expected[k]).epsilon(0.08));
}

TEST_CASE("principal axes: data of fewer dimensions than axes leave no numbers that are not finite") {
    Matrix x(6, 4);
    for (std::size_t i = 0; i < 6; ++i) x(i, 1) = static_cast<real>(i);
    const Matrix axes = principal_axes(x, 3);
    for (const real v : axes.values()) CHECK(std::isfinite(static_cast<double>(v)));
    CHECK(variance_along(x, axes, 0) == doctest::Approx(35.0 / 12));
}
