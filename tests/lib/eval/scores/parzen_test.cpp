#include "eval/scores/parzen.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/random.hpp"

using namespace gen;

namespace {

/// N(middle, sd^2 I)
Matrix parzen_draws(std::size_t n, std::size_t columns, std::uint64_t seed, double sd, double middle = 0) {
    Matrix out(n, columns);
    for (std::size_t i = 0; i < n; ++i) {
        random_normal({seed, Purpose::synth}, static_cast<std::uint32_t>(i), out.row(i), columns);
        for (std::size_t j = 0; j < columns; ++j) out(i, j) = static_cast<real>(middle + sd * static_cast<double>(out(i, j)));
    }
    return out;
}

double log_normal(const Matrix& x, std::size_t i, double middle, double sigma) {
    double sum = 0;
    for (std::size_t j = 0; j < x.columns(); ++j) {
        const double z = (static_cast<double>(x(i, j)) - middle) / sigma;
        sum -= 0.5 * z * z + std::log(sigma) + 0.5 * std::log(2 * std::numbers::pi);
    }
    return sum;
}

}  // namespace

TEST_CASE("parzen: samples that all lie at one point are one Gaussian") {
    Matrix samples(30, 8);
    samples.fill(real{0.5});
    const Matrix test = parzen_draws(100, 8, 1, 0.3, 0.5);
    Parallel parallel(2);
    for (const double sigma : {0.1, 0.2, 3.0}) {
        const std::vector<double> found = parzen_log_density(samples, test, sigma, parallel);
        for (std::size_t i = 0; i < 100; ++i) CHECK(found[i] == doctest::Approx(log_normal(test, i, 0.5, sigma)).epsilon(1e-5));
    }
}

TEST_CASE("parzen: each row is the logarithm of a mean of densities, also where nearly all of them vanish and over several tiles of samples") {
    const Matrix samples = parzen_draws(1500, 3, 1, 1);
    const Matrix test = parzen_draws(30, 3, 2, 2);
    Parallel parallel(2);
    for (const double sigma : {0.1, 1.0}) {
        const std::vector<double> found = parzen_log_density(samples, test, sigma, parallel);
        for (std::size_t i = 0; i < 30; ++i) {
            long double mean = 0;
            for (std::size_t k = 0; k < 1500; ++k) {
                long double exponent = -3 * std::log(sigma * std::sqrt(2 * std::numbers::pi));
                for (std::size_t j = 0; j < 3; ++j)
                    exponent -= std::pow(static_cast<double>(test(i, j)) - static_cast<double>(samples(k, j)), 2) / (2 * sigma * sigma);
                mean += std::exp(exponent) / 1500;
            }
            CHECK(found[i] == doctest::Approx(static_cast<double>(std::log(mean))).epsilon(1e-4));
        }
    }
}

TEST_CASE("parzen: sigma is the one of ten that fits the validation rows, and says when the grid ends there") {
    CHECK(parzen_sigmas().size() == 10);
    CHECK(parzen_sigmas()[0] == doctest::Approx(0.1));
    CHECK(parzen_sigmas()[2] == doctest::Approx(0.166810));
    CHECK(parzen_sigmas()[9] == doctest::Approx(1));
    const Matrix samples(5, 200);  // all at 0: the best sigma is the rows' own
    Parallel parallel(2);
    const Matrix test = parzen_draws(300, 200, 2, 0.2);
    for (const std::size_t i : {0, 2, 5, 9}) {
        const double sigma = parzen_sigmas()[i];
        const Parzen found = parzen(samples, parzen_draws(100, 200, 1, sigma), test, parallel);
        CHECK(found.sigma == sigma);
        CHECK(found.at_edge == (i == 0 || i == 9));
        CHECK(found.validation == doctest::Approx(-200 * (std::log(sigma) + 0.5 * std::log(2 * std::numbers::pi) + 0.5)).epsilon(0.02));
        const double expected = -200 * (std::log(sigma) + 0.5 * std::log(2 * std::numbers::pi) + 0.5 * 0.04 / sigma / sigma);
        CHECK(std::abs(found.log_density.value - expected) < 4 * found.log_density.error);
        CHECK(found.log_density.error == doctest::Approx(0.04 / sigma / sigma * std::sqrt(100.0 / 300)).epsilon(0.2));  // half of chi squared
    }
}

TEST_CASE("parzen: the same numbers for every number of threads, and no test rows of another width") {
    const Matrix samples = parzen_draws(500, 20, 1, 1);
    const Matrix test = parzen_draws(200, 20, 2, 1);
    Parallel one(1);
    Parallel three(3);
    const Parzen a = parzen(samples, test, test, one);
    const Parzen b = parzen(samples, test, test, three);
    CHECK(a.log_density.value == b.log_density.value);
    CHECK(a.log_density.error == b.log_density.error);
    CHECK_THROWS_WITH_AS(parzen(samples, test, Matrix(3, 21), one), "distances: rows have 21 and 20 numbers", Error);
}
