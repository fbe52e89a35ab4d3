#include "prob/target.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "prob/quadrature.hpp"

namespace gen {
namespace {

/// The gradient by differences, coordinate by coordinate.
void check_target_gradient(const Target& target) {
    std::vector<real> z(target.dimensions());
    for (std::size_t j = 0; j < z.size(); ++j) z[j] = static_cast<real>(0.3 * static_cast<double>(j % 5) - 0.7);
    std::vector<real> slope(z.size(), 1);
    target.log_density(z.data(), 2, slope.data());
    const double step = 1.0 / 64;
    for (std::size_t j = 0; j < z.size(); ++j) {
        const real at = z[j];
        z[j] = at + static_cast<real>(step);
        const double above = target.log_density(z.data());
        z[j] = at - static_cast<real>(step);
        const double below = target.log_density(z.data());
        z[j] = at;
        // Both are at most of degree two along a coordinate, so that the central difference is exact.
        CHECK(static_cast<double>(slope[j]) == doctest::Approx(1 + 2 * (above - below) / (2 * step)).epsilon(1e-4));
    }
}

/// log p(y, tau) of the eight schools over mu and every eta_j by sums on a grid, straight from log_density(): eta_j are independent given mu and tau.
double log_density_of_tau(const Target& target, double tau) {
    constexpr std::size_t points = 160;
    const auto on_grid = [](std::size_t i) { return -6 + 12 * static_cast<double>(i) / (points - 1); };
    const double width = 12.0 / (points - 1);
    double over_mu = 0;
    for (std::size_t m = 0; m < points; ++m) {
        std::vector<real> z(10, 0);
        z[0] = static_cast<real>(on_grid(m));
        z[1] = static_cast<real>(tau);
        const double at_zero = target.log_density(z.data());
        double log_joint = at_zero;
        for (std::size_t j = 2; j < 10; ++j) {
            double sum = 0;
            for (std::size_t e = 0; e < points; ++e) {
                z[j] = static_cast<real>(on_grid(e));
                sum += std::exp(target.log_density(z.data()) - at_zero) * width;
            }
            z[j] = 0;
            log_joint += std::log(sum);
        }
        over_mu += std::exp(log_joint) * width;
    }
    return std::log(over_mu);
}

}  // namespace

TEST_CASE("target: gradients of log densities") {
    check_target_gradient(*eight_schools());
    check_target_gradient(*linear_gaussian_target(7, 3));
}

TEST_CASE("target: eight schools, as quadrature has them") {
    const PosteriorFacts facts = eight_schools()->facts();
    CHECK(facts.log_evidence == doctest::Approx(-12.7108).epsilon(1e-5));
    CHECK(facts.mean[0] == doctest::Approx(0.7764).epsilon(1e-4));
    CHECK(std::sqrt(facts.covariance[0]) == doctest::Approx(0.3238).epsilon(2e-4));
    CHECK(std::abs(facts.mean[1]) < 1e-12);
    CHECK(std::sqrt(facts.covariance[11]) == doctest::Approx(0.7892).epsilon(1e-4));
    const double products[] = {0.826, 0.024, -0.424, -0.029, -0.505, -0.340, 0.611, 0.292};
    for (std::size_t j = 0; j < 8; ++j) CHECK(std::abs(facts.covariance[10 + 2 + j] - products[j]) < 6e-4);
}

TEST_CASE("target: facts of eight schools agree with sums of the density on a grid") {
    const std::unique_ptr<Target> target = eight_schools();
    double sum = 0;
    double modulus = 0;
    double square = 0;
    for (int i = -40; i <= 40; ++i) {
        const double tau = 0.1 * i;
        const double p = std::exp(log_density_of_tau(*target, tau)) * 0.1;
        sum += p;
        modulus += p * std::abs(tau);
        square += p * tau * tau;
    }
    CHECK(std::log(sum) == doctest::Approx(target->facts().log_evidence).epsilon(1e-4));
    CHECK(std::sqrt(square / sum) == doctest::Approx(std::sqrt(target->facts().covariance[11])).epsilon(1e-3));
    CHECK(modulus / sum == doctest::Approx(0.7024).epsilon(3e-3));
    CHECK(std::exp(log_density_of_tau(*target, 0) - log_density_of_tau(*target, 0.623)) == doctest::Approx(0.242).epsilon(2e-3));
}

TEST_CASE("target: of a linear model, p(z|y) p(y) is the joint density") {
    const std::unique_ptr<Target> target = make_target("linear-gaussian:2,seed=5");
    const PosteriorFacts facts = target->facts();
    const double determinant = facts.covariance[0] * facts.covariance[3] - facts.covariance[1] * facts.covariance[2];
    for (const std::vector<real>& z : {std::vector<real>{0, 0}, {1, -1}, {real(0.5), 2}}) {
        const double a = static_cast<double>(z[0]) - facts.mean[0];
        const double b = static_cast<double>(z[1]) - facts.mean[1];
        const double square = (facts.covariance[3] * a * a - 2 * facts.covariance[1] * a * b + facts.covariance[0] * b * b) / determinant;
        const double log_posterior = -std::log(2 * std::acos(-1.0)) - 0.5 * std::log(determinant) - 0.5 * square;
        CHECK(target->log_density(z.data()) == doctest::Approx(log_posterior + facts.log_evidence));
    }
    CHECK(make_target("linear-gaussian:3")->facts().log_evidence != make_target("linear-gaussian:3,seed=1")->facts().log_evidence);
}

TEST_CASE("target: words that name none are refused") {
    CHECK_THROWS_WITH(make_target("eight-school"), doctest::Contains("did you mean eight-schools?"));
    CHECK_THROWS_WITH(make_target("eight-schools:2"), doctest::Contains("has no settings"));
    CHECK_THROWS_WITH(make_target("linear-gaussian"), doctest::Contains("expected D or D,seed=S"));
    CHECK_THROWS_WITH(make_target("linear-gaussian:2,sd=3"), doctest::Contains("expected D or D,seed=S"));
    CHECK_THROWS_WITH(make_target("linear-gaussian:5000"), doctest::Contains("at most 1000"));
    CHECK(make_target("linear-gaussian:4")->dimensions() == 4);
    CHECK(make_target("eight-schools")->variables().at(9) == "eta_8");
}

}  // namespace gen
