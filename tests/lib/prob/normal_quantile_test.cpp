#include "prob/normal_quantile.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"

using namespace gen;

TEST_CASE("normal: quantiles are those of the tables") {
    const double table[][2] = {{0.5, 0},
                               {0.75, 0.6744897501960817},
                               {0.95, 1.6448536269514722},
                               {0.975, 1.959963984540054},
                               {0.999, 3.090232306167813},
                               {0.025, -1.959963984540054},
                               {1e-10, -6.361340902404056},
                               {1e-100, -21.273453560965324},
                               {1e-300, -37.0471}};
    for (const auto& [p, x] : table) CHECK(normal_quantile(p) == doctest::Approx(x).epsilon(p == 1e-300 ? 1e-5 : 1e-14));
}

TEST_CASE("normal: the distribution function of a quantile is the probability, and symmetric") {
    for (double p = 0.0005; p < 1; p += 0.0005) {
        CHECK(normal_cdf(normal_quantile(p)) == doctest::Approx(p).epsilon(1e-14));
        CHECK(normal_cdf(-normal_quantile(p)) == doctest::Approx(1 - p).epsilon(1e-12));
    }
    CHECK(normal_cdf(-40) < 1e-300);
    CHECK(normal_cdf(40) == 1);
}

TEST_CASE("normal: what is no probability inside (0, 1) has no quantile") {
    for (const double p : {0.0, 1.0, -0.1, 1.5, std::numeric_limits<double>::quiet_NaN()}) CHECK_THROWS_AS(normal_quantile(p), Error);
    CHECK_THROWS_WITH(normal_quantile(1.5), "a quantile of 1.5, expected a probability above 0 and below 1");
}
