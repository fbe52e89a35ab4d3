#include "eval/bayes_rule.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "eval/log_mean.hpp"

using namespace gen;

TEST_CASE("bayes rule: a test for a rare illness, and likelihoods too small for a double") {
    // 1 in 100 is ill; the test finds 90 % of them, and 5 % of the others.
    const std::vector<double> prior = {std::log(0.99), std::log(0.01)};
    const std::vector<double> posterior = bayes_rule(std::vector<double>{std::log(0.05), std::log(0.9)}, prior);
    CHECK(std::exp(posterior[1]) == doctest::Approx(0.009 / (0.009 + 0.0495)));
    CHECK(std::exp(posterior[0]) + std::exp(posterior[1]) == doctest::Approx(1));
    const std::vector<double> tiny = bayes_rule(std::vector<double>{-5000 + std::log(0.05), -5000 + std::log(0.9)}, prior);
    CHECK(tiny[1] == doctest::Approx(posterior[1]));
}

TEST_CASE("bayes rule: accuracy, log loss, confusion and calibration by hand") {
    const std::vector<double> p = {0.95, 0.05, 0.65, 0.35, 0.25, 0.75, 0.05, 0.95};
    std::vector<double> log_p;
    for (const double value : p) log_p.push_back(std::log(value));
    const Classification c = score_posterior(log_p, std::vector<std::int32_t>{0, 1, 1, 1}, 2);
    CHECK(c.accuracy == 0.75);
    CHECK(c.predicted == std::vector<std::int32_t>{0, 0, 1, 1});
    CHECK(c.log_loss[1] == doctest::Approx(-std::log(0.35)));
    CHECK(c.confusion == std::vector<std::uint64_t>{1, 0, 1, 2});
    CHECK(c.calibration[9].examples == 2);
    CHECK(c.calibration[9].confidence == doctest::Approx(0.95));
    CHECK(c.calibration[9].accuracy == 1);
    CHECK(c.calibration[6].accuracy == 0);
    CHECK(std::isnan(c.calibration[0].accuracy));
    CHECK(c.calibration_error == doctest::Approx((2 * 0.05 + 0.65 + 0.25) / 4));
    CHECK_THROWS_WITH(score_posterior(log_p, std::vector<std::int32_t>{0, 1, 2, 1}, 2), "label 2 of row 2 is none of 2 classes");
}

TEST_CASE("log mean: the mean of weights and how many count") {
    const LogMean even = log_mean_exp(std::vector<double>{-1000, -1000, -1000});
    CHECK(even.value == doctest::Approx(-1000));
    CHECK(even.ess == doctest::Approx(3));
    const LogMean one = log_mean_exp(std::vector<double>{0, -1000});
    CHECK(one.value == doctest::Approx(-std::log(2)));
    CHECK(one.ess == doctest::Approx(1));
}
