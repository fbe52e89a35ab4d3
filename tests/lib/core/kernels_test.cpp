#include "core/kernels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/kernels_levels.hpp"

using namespace gen;

namespace {

constexpr double kernel_tolerance = sizeof(real) == 8 ? 1e-14 : 4e-7;

std::vector<real> sweep(double low, double high) {
    std::vector<real> x;
    for (int i = 0; i <= 20000; ++i) x.push_back(static_cast<real>(low + (high - low) * i / 20000));
    return x;
}

template <class Kernel, class Truth>
double worst_relative(const std::vector<real>& x, const Kernel& kernel, const Truth& truth) {
    std::vector<real> y(x.size());
    kernel(x.data(), x.size(), y.data());
    double worst = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double expected = truth(static_cast<double>(x[i]));
        worst = std::max(worst, std::abs(static_cast<double>(y[i]) - expected) / std::max(std::abs(expected), 1e-30));
    }
    return worst;
}

/// The kernels of every instruction level that this machine has.
std::vector<const Kernels*> every_level() {
    std::vector<const Kernels*> levels = {kernels_v1::table()};
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) {
        levels.push_back(kernels_v3::table());
        levels.push_back(kernels_portable::table());
        if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
            __builtin_cpu_supports("avx512vl"))
            levels.push_back(kernels_v4::table());
    }
#endif
    return levels;
}

}  // namespace

TEST_CASE("kernels: elementary functions agree with the C library's") {
    const Kernels& k = kernels();
    CHECK(worst_relative(sweep(-30, 30), k.tanh, [](double x) { return std::tanh(x); }) < kernel_tolerance);
    CHECK(worst_relative(sweep(-1e-3, 1e-3), k.tanh, [](double x) { return std::tanh(x); }) < kernel_tolerance);
    CHECK(worst_relative(sweep(-60, 60), k.sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }) < 10 * kernel_tolerance);
    CHECK(worst_relative(sweep(-60, 60), k.softplus, [](double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }) <
          10 * kernel_tolerance);
}

TEST_CASE("kernels: the Gaussian divergence has its golden values and does not cancel near 0") {
    const struct {
        double mean, sd, prior_mean, prior_sd, kl;
    } golden[] = {{1, 1, 0, 1, .5},
                  {0, 2, 0, 1, .806852819440055},
                  {0, 1, 0, 2, .318147180559945},
                  {1.5, .5, 0, 1, 1.44314718055995},
                  {-.3, .1, .7, 2.5, 2.79967582486820},
                  {3, 1e-3, 0, 1, 10.9077557789821},
                  {2, 3, -1, .5, 33.7082405307719},
                  {0, 1e-6, 0, 1, 13.3155105579648},
                  {.7, 2.5, .7, 2.5, 0}};
    for (const auto& g : golden) {
        const auto mean = static_cast<real>(g.mean);
        const auto logvar = static_cast<real>(2 * std::log(g.sd));
        const double kl =
            kernels().gaussian_kl(&mean, &logvar, 1, static_cast<real>(g.prior_mean), static_cast<real>(g.prior_sd), 0, nullptr, nullptr);
        CHECK(kl == doctest::Approx(g.kl).epsilon(sizeof(real) == 8 ? 1e-12 : 1e-6));
    }
    for (const double l : {1e-4, 1e-3, 0.049, 0.051, 0.19, 0.21}) {
        const real zero = 0;
        const auto logvar = static_cast<real>(l);
        const double kl = kernels().gaussian_kl(&zero, &logvar, 1, 0, 1, 0, nullptr, nullptr);
        const auto stored = static_cast<double>(logvar);
        const double truth =
            0.25 * stored * stored *
            (1 +
             stored / 3 *
                 (1 + stored / 4 * (1 + stored / 5 * (1 + stored / 6 * (1 + stored / 7 * (1 + stored / 8 * (1 + stored / 9 * (1 + stored / 10))))))));
        CHECK(kl == doctest::Approx(truth).epsilon(5 * kernel_tolerance));
    }
}

TEST_CASE("kernels: the Gaussian divergence keeps five digits on either side of 0, at every level") {
    for (const Kernels* const k : every_level()) {
        CAPTURE(std::string(k->level));
        for (const double size : {1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.3})
            for (const double sign : {-1, 1}) {
                CAPTURE(sign * size);
                // Enough of a row for the vector loop and for what is left of it.
                const std::vector<real> mean(19, 0);
                const std::vector<real> logvar(19, static_cast<real>(sign * size));
                const double kl = k->gaussian_kl(mean.data(), logvar.data(), 19, 0, 1, 0, nullptr, nullptr);
                const auto l = static_cast<long double>(logvar[0]);
                const auto truth = static_cast<double>(19 * (std::expm1(l) - l) / 2);
                CHECK(kl == doctest::Approx(truth).epsilon(5e-6).scale(0));
            }
    }
}

TEST_CASE("kernels: the Bernoulli loss does not overflow and its gradient is sigmoid minus x") {
    const real o[] = {-500, -1, 0, 1, 500};
    const real x[] = {1, 0, 0.5, 1, 0};
    real d[5];
    const double loss = kernels().bernoulli(o, x, 5, 1, d);
    CHECK(loss == doctest::Approx(500 + std::log1p(std::exp(-1.0)) + std::log(2.0) + std::log1p(std::exp(-1.0)) + 500));
    CHECK(d[0] == doctest::Approx(-1.0));
    CHECK(d[2] == doctest::Approx(0.0));
    CHECK(d[4] == doctest::Approx(1.0));
    CHECK(kernels().bernoulli(o, x, 5, 1, nullptr) == doctest::Approx(loss));
}

TEST_CASE("kernels: the largest magnitude, NaN above infinity, and updates give that of the new numbers") {
    real x[70];
    for (std::size_t i = 0; i < 70; ++i) x[i] = static_cast<real>(i % 7) - 3;
    CHECK(kernels().largest(x, 70) == 3);
    x[40] = -8;
    CHECK(kernels().largest(x, 70) == 8);
    CHECK(kernels().largest(x, 40) == 3);
    CHECK(kernels().largest(x, 0) == 0);
    x[3] = -std::numeric_limits<real>::infinity();
    CHECK(std::isinf(kernels().largest(x, 70)));
    x[69] = std::numeric_limits<real>::quiet_NaN();
    CHECK(std::isnan(kernels().largest(x, 70)));
    const UpdateRule rule = {.rate = real{0.5},
                             .decay = 0,
                             .shrink = 1,
                             .beta1 = real{0.5},
                             .beta2 = real{0.5},
                             .epsilon = 1,
                             .correction = 1,
                             .nesterov = false,
                             .centred = true};
    for (std::size_t moved = 0; moved < 3; ++moved) {
        real numbers[3][70] = {};
        real gradient[70] = {};
        numbers[moved][33] = 64;
        gradient[20] = 1;
        const auto most_of = [&](std::size_t arrays) {
            real most = 0;
            for (std::size_t k = 0; k < arrays; ++k) most = std::max(most, kernels().largest(numbers[k], 70));
            return most;
        };
        const real adam = kernels().adam(numbers[0], gradient, numbers[1], numbers[2], 70, rule);
        CHECK(adam == most_of(3));
        const real rmsprop = kernels().rmsprop(numbers[0], gradient, numbers[1], numbers[2], 70, rule);
        CHECK(rmsprop == most_of(3));
        const real sgd = kernels().sgd(numbers[0], gradient, numbers[1], 70, rule);
        CHECK(sgd == most_of(2));
        const real adagrad = kernels().adagrad(numbers[0], gradient, numbers[1], 70, rule);
        CHECK(adagrad == most_of(2));
    }
}

TEST_CASE("kernels: what is not finite is found, and never lost on the way") {
    real x[5] = {1, 2, std::numeric_limits<real>::infinity(), 4, 5};
    CHECK_FALSE(kernels().all_finite(x, 5));
    x[2] = std::numeric_limits<real>::quiet_NaN();
    CHECK_FALSE(kernels().all_finite(x, 5));
    real y[5];
    kernels().relu(x, 5, 0, y);
    CHECK(std::isnan(y[2]));
    kernels().sigmoid(x, 5, y);
    CHECK(std::isnan(y[2]));
    x[2] = 3;
    CHECK(kernels().all_finite(x, 5));
}
