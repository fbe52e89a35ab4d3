#include "eval/nested_bounds.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"

using namespace gen;

TEST_CASE("nested bounds: block averages are those of torch.logsumexp, and rise where sizes divide each other") {
    const std::vector<double> log_weights = {-1, -2, 0.5, -3, 1.5, -0.25};
    const std::vector<double> bounds = nested_bounds(log_weights, {1, 2, 3, 6});
    const double exact[] = {-0.7083333333333334, -0.19206842848363495, 0.11939365367939692, 0.21809253865157885};
    for (std::size_t i = 0; i < 4; ++i) CHECK(bounds[i] == doctest::Approx(exact[i]).epsilon(1e-14));
}

TEST_CASE("nested bounds: weights far below what e^x holds, and equal ones") {
    CHECK(nested_bounds({-5000, -5000}, {1, 2}) == std::vector<double>{-5000, -5000});
    CHECK(nested_bounds({-5000, -9000}, {2})[0] == doctest::Approx(-5000.693147180559945).epsilon(1e-15));
}

TEST_CASE("nested bounds: weights behind the last whole block are left out, sizes above their number are refused") {
    CHECK(nested_bounds({-1, -1, 7}, {2}) == std::vector<double>{-1});
    CHECK_THROWS_WITH(nested_bounds({1, 2, 3}, {4}), "blocks of 4 weights do not fit 3");
    CHECK_THROWS_WITH(nested_bounds({1, 2, 3}, {0}), "blocks of 0 weights do not fit 3");
}
