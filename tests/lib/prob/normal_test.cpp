#include "prob/normal.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "prob/quadrature.hpp"

using namespace gen;

TEST_CASE("normal: densities and divergences are those of torch.distributions.Normal") {
    CHECK(log_density(Normal{0.3, 1.7}, -1.2) == doctest::Approx(-1.838840140668227).epsilon(1e-14));
    CHECK(kl(Normal{0.3, 1.7}, Normal{-1, 0.6}) == doctest::Approx(4.819657236282952).epsilon(1e-14));
    CHECK(kl(Normal{-2, 0.1}, Normal{-2, 0.1}) == 0);
}

TEST_CASE("normal: the log-ratio at a noise is that of the densities there") {
    const Normal q = {0.3, 1.7};
    const Normal p = {-1, 0.6};
    for (const double e : {-2.0, 0.0, 0.7})
        CHECK(log_ratio(q, p, e) == doctest::Approx(log_density(q, 0.3 + 1.7 * e) - log_density(p, 0.3 + 1.7 * e)).epsilon(1e-13));
}

TEST_CASE("normal: variances of the estimates of KL are those that quadrature finds") {
    for (const auto& [q, p] : {std::pair(Normal{1, 2}, Normal{0, 1}), {{0, 1}, {1, 1}}, {{0.5, 0.9}, {0, 1}}}) {
        const auto ratio = [&, q = q, p = p](double e) { return log_ratio(q, p, e); };
        const double mean = kl(q, p);
        CHECK(normal_mean([&](double e) { return k3(ratio(e)); }) == doctest::Approx(mean).epsilon(1e-12));
        CHECK(log_ratio_variance(q, p) == doctest::Approx(normal_mean([&](double e) { return std::pow(ratio(e) - mean, 2); })).epsilon(1e-11));
        CHECK(ratio_variance(q, p) == doctest::Approx(normal_mean([&](double e) { return std::pow(std::expm1(-ratio(e)), 2); })).epsilon(1e-11));
        CHECK(k3_variance(q, p) == doctest::Approx(normal_mean([&](double e) { return std::pow(k3(ratio(e)) - mean, 2); })).epsilon(1e-11));
    }
    CHECK(std::isinf(ratio_variance({0, 0.7}, {0, 1})));
}

TEST_CASE("quadrature: two nodes are exact to degree 3, three to degree 5, in every dimension") {
    const auto cubic = [](const std::vector<double>& e) {
        return 2 + e[0] - 3 * e[0] * e[0] + e[1] * e[1] * e[1] + 5 * e[0] * e[1] + 4 * e[1] * e[1];
    };
    CHECK(hermite_mean(2, 2, cubic) == doctest::Approx(3));
    const auto fourth = [](const std::vector<double>& e) { return std::pow(e[0], 4) * e[1] * e[1] + std::pow(e[1], 5); };
    CHECK(hermite_mean(2, 3, fourth) == doctest::Approx(3));
    const ScalarMoments moments = quadratic_moments(1, [](const std::vector<double>& e) { return 1 + 2 * e[0] + 3 * e[0] * e[0]; });
    CHECK(moments.mean == doctest::Approx(4));
    CHECK(moments.variance == doctest::Approx(4 + 18));
    CHECK_THROWS_WITH(hermite_mean(1, 4, cubic), "quadrature by 4 nodes, expected 2 or 3");
}

TEST_CASE("quadrature: trapezoids find moments of the normal distribution") {
    CHECK(normal_mean([](double) { return 1.0; }) == doctest::Approx(1).epsilon(1e-14));
    CHECK(normal_mean([](double e) { return std::pow(e, 6); }) == doctest::Approx(15).epsilon(1e-13));
    CHECK(trapezoid(0, 2, 1, [](double x) { return x; }) == doctest::Approx(2));
}
