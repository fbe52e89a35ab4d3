#include "core/linear_algebra.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

using namespace gen;

namespace {

// Symmetric and positive definite.
DoubleMatrix some(std::size_t d) {
    auto a = DoubleMatrix::from_shape({d + 2, d});
    double x = 0.3;
    for (double& value : a) value = x = std::fmod(7.3 * x + 0.4, 2) - 0.9;
    return square_of(a);
}

double largest(const DoubleMatrix& a) { return xt::amax(xt::abs(a))(); }

}  // namespace

TEST_CASE("linear algebra: products are what their sums say, for single rows and columns too") {
    const DoubleMatrix a = {{1, 2, 3}, {4, 5, 6}};
    CHECK(product(a, xt::transpose(a)) == DoubleMatrix{{14, 32}, {32, 77}});
    CHECK(square_of(a) == DoubleMatrix{{17, 22, 27}, {22, 29, 36}, {27, 36, 45}});
    const DoubleMatrix row = {{1, 2, 3}};
    CHECK(product(row, xt::transpose(row)) == DoubleMatrix{{14}});
    CHECK(square_of(row) == DoubleMatrix{{1, 2, 3}, {2, 4, 6}, {3, 6, 9}});
    CHECK(square_of(xt::transpose(row)) == DoubleMatrix{{14}});
    CHECK(DoubleVector(times(a, DoubleVector{1, 0, -1})) == DoubleVector{-2, -2});
    CHECK_THROWS_WITH(product(a, a), "(2 x 3) times (2 x 3) does not fit");
}

TEST_CASE("linear algebra: L L' is the matrix, L^-1 L the identity, both are lower triangles, squares are symmetric to the last bit") {
    for (const std::size_t d : {1, 2, 3, 7, 40, 130}) {
        CAPTURE(d);
        const DoubleMatrix a = some(d);
        CHECK(a == DoubleMatrix(xt::transpose(a)));
        const DoubleMatrix lower = cholesky(a).value();
        const DoubleMatrix inverse = inverse_of_lower(lower);
        CHECK(largest(product(lower, xt::transpose(lower)) - a) < 1e-13 * largest(a));
        CHECK(largest(product(inverse, lower) - xt::eye<double>(d)) < 1e-9);
        for (std::size_t i = 0; i < d; ++i)
            for (std::size_t j = i + 1; j < d; ++j) CHECK(std::abs(lower(i, j)) + std::abs(inverse(i, j)) == 0);
    }
}

TEST_CASE("linear algebra: what is not positive definite, or no number, has no factor, and only the lower triangle is looked at") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_FALSE(cholesky({{1, 2}, {2, 1}}).has_value());
    CHECK_FALSE(cholesky({{0, 0}, {0, 1}}).has_value());
    CHECK_FALSE(cholesky({{nan, 0}, {0, 1}}).has_value());
    CHECK_FALSE(cholesky({{1, 0}, {nan, 1}}).has_value());
    CHECK_FALSE(cholesky({{std::numeric_limits<double>::infinity(), 0}, {0, 1}}).has_value());
    CHECK(cholesky({{4, nan}, {2, 5}}).value() == DoubleMatrix{{2, 0}, {1, 2}});
}
