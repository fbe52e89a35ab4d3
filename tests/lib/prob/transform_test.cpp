#include "prob/transform.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/random.hpp"

using namespace gen;

namespace {

/// Numbers spread evenly over 12 decades.
std::vector<double> over_decades(std::size_t n, double lowest) {
    std::vector<real> u(n);
    random_uniform({7, Purpose::prior, 0}, 0, u.data(), n);
    std::vector<double> x;
    for (const real part : u) x.push_back(lowest * std::pow(10, 12 * static_cast<double>(part)));
    return x;
}

Transform made(const char* words) { return parse_transform("--transform", words); }

/// With the numbers that fit some data.
Transform fitted(const char* words, const std::vector<double>& data) {
    Transform transform = made(words);
    for (std::size_t i = 0; i < transform.steps.size(); ++i) {
        if (!transform.steps[i].numbers.empty()) continue;
        ColumnStatistics column;
        for (const double x : data) column.add(transform.forward(x, 0, i));
        transform.steps[i].numbers = {transform.steps[i].kind->fit(column)};
    }
    return transform;
}

double log_normal_density(double x, double mean, double sd) {
    return -0.5 * (x - mean) * (x - mean) / (sd * sd) - std::log(sd) - 0.5 * std::log(2 * std::numbers::pi);
}

}  // namespace

TEST_CASE("transform: the inverse gives numbers of twelve decades back") {
    const std::vector<double> data = over_decades(2000, 1e-6);
    for (const char* const words :
         {"log1p", "log10:1e-7", "asinh:0.001", "asinh:1000", "sqrt", "log1p,standardize", "log10:1e-7,minmax", "sqrt,sqrt"}) {
        const Transform transform = fitted(words, data);
        double worst = 0;
        for (const double x : data) worst = std::max(worst, std::abs(transform.inverse(transform.forward(x, 0), 0) / x - 1));
        CHECK_MESSAGE(worst < 1e-9, words);
        if (text(transform) == "log1p,standardize") continue;  // as f32 that tells numbers far below 1 no longer apart
        worst = 0;                                             // as f32, which is what files hold
        for (const double x : data)
            worst = std::max(worst, std::abs(transform.inverse(static_cast<double>(static_cast<float>(transform.forward(x, 0))), 0) / x - 1));
        CHECK_MESSAGE(worst < 2e-6, words);
    }
    for (const double x : {-1e6, -3.0, -1e-6, 0.0, 1e-6, 1e6})
        CHECK(made("asinh:0.5").inverse(made("asinh:0.5").forward(x, 0), 0) == doctest::Approx(x).epsilon(1e-12));
    for (const double x : {0.0, 1e-6, 0.3, 1.0}) CHECK(std::abs(made("logit:0.05").inverse(made("logit:0.05").forward(x, 0), 0) - x) < 1e-12);
}

TEST_CASE("transform: columns of scales twelve decades apart are standardised each by itself") {
    const std::vector<double> scales = over_decades(50, 1e-6);
    const std::vector<double> shape = {0.3, 1.2, 0.9, 2.4};
    for (const double scale : scales) {
        std::vector<double> data;
        for (const double part : shape) data.push_back(scale * part);
        for (const char* const words : {"standardize", "minmax"}) {
            const Transform transform = fitted(words, data);
            for (const double x : data) CHECK(std::abs(transform.inverse(transform.forward(x, 0), 0) / x - 1) < 1e-12);
        }
    }
}

TEST_CASE("transform: slopes are those of differences") {
    const std::vector<double> data = {0.1, 0.2, 0.35, 0.9};
    for (const char* const words :
         {"log1p", "log10:0.001", "asinh:0.2", "sqrt", "standardize", "minmax", "logit:0.05", "minmax,logit:0.1,standardize"}) {
        const Transform transform = fitted(words, data);
        for (const double x : data) {
            const double h = 1e-6;
            if (x + h > data.back() || x - h < data.front()) continue;
            const double slope = (transform.forward(x + h, 0) - transform.forward(x - h, 0)) / (2 * h);
            CHECK_MESSAGE(transform.log_slope_at(transform.forward(x, 0), 0) == doctest::Approx(std::log(slope)).epsilon(1e-7), words);
        }
    }
}

TEST_CASE("transform: a normal density of what was standardised, with the slopes, is that of the original numbers") {
    std::vector<double> data;
    for (const double x : over_decades(200, 1e-3)) data.push_back(x);
    const Transform standard = fitted("standardize", data);
    const auto [mean, sd] = standard.steps[0].numbers[0];
    const Transform both = fitted("log10:1e-9,standardize", data);
    const auto [log_mean, log_sd] = both.steps[1].numbers[0];
    double with_slopes = 0;
    double direct = 0;
    double log_with_slopes = 0;
    double log_direct = 0;
    for (const double x : data) {
        const double z = standard.forward(x, 0);
        with_slopes += log_normal_density(z, 0, 1) + standard.log_slope_at(z, 0);
        direct += log_normal_density(x, mean, sd);
        const double y = both.forward(x, 0);
        log_with_slopes += log_normal_density(y, 0, 1) + both.log_slope_at(y, 0);
        const double ln10 = std::log(10.0);  // scipy.stats.lognorm(s=log_sd * ln10, scale=10^log_mean)
        log_direct += log_normal_density(std::log(x), log_mean * ln10, log_sd * ln10) - std::log(x);
    }
    CHECK(std::abs(with_slopes / direct - 1) < 1e-9);
    CHECK(std::abs(log_with_slopes / log_direct - 1) < 1e-9);
}

TEST_CASE("transform: steps say what they do not take, and are read back from their text") {
    CHECK(made("log1p").refusing(-1, 0, 1) != nullptr);
    CHECK(made("log1p").refusing(-0.999, 0, 1) == nullptr);
    CHECK(made("sqrt").refusing(-1e-9, 0, 1) != nullptr);
    CHECK(made("logit:0").refusing(1, 0, 1) != nullptr);
    CHECK(made("logit:0.01").refusing(1, 0, 1) == nullptr);
    CHECK(made("log10:0.5").forward(-7, 0) == std::log10(0.5));
    CHECK(made("sqrt").inverse(-2, 0) == 0);
    CHECK(text(made("log10:0.5,standardize:channel,logit:0.05")) == "log10:0.5,standardize,logit:0.05");
    CHECK_THROWS_WITH(made("log"),
                      "--transform: 'log' is not known, expected log1p, log10, asinh, sqrt, standardize, minmax or logit (did you mean log1p?)");
    CHECK_THROWS_WITH(made("log10"), "--transform: log10 needs a number, log10:FLOOR");
    CHECK_THROWS_WITH(made("asinh:0"), "--transform: asinh:0: the number is out of range");
    CHECK_THROWS_WITH(made("sqrt:2"), "--transform: sqrt takes no '2'");
    CHECK_THROWS_WITH(made("log1p:channel"), "--transform: log1p takes no 'channel'");
}

TEST_CASE("transform: what is constant keeps a slope") {
    ColumnStatistics column;
    for (int i = 0; i < 3; ++i) column.add(0.1);
    for (const char* const words : {"standardize", "minmax"}) {
        Transform transform = made(words);
        transform.steps[0].numbers = {transform.steps[0].kind->fit(column)};
        CHECK(transform.forward(0.1, 0) == doctest::Approx(0).epsilon(1e-15));
        CHECK(transform.inverse(0, 0) == doctest::Approx(0.1));
    }
}
