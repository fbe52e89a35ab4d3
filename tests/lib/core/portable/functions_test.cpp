#include "core/portable/functions.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "lib/core/portable/portable_mode.hpp"

using namespace gen;

namespace {

/// The largest relative error over numbers from `low` to `high`.
template <class Own, class Truth>
double worst_function_error(double low, double high, const Own& own, const Truth& truth) {
    double worst = 0;
    for (int i = 0; i <= 20000; ++i) {
        const double x = low + (high - low) * i / 20000;
        const auto expected = truth(static_cast<long double>(x));
        const auto error = static_cast<double>(std::abs(static_cast<long double>(own(x)) - expected));
        if (error > 0) worst = std::max(worst, error / static_cast<double>(std::abs(expected)));
    }
    return worst;
}

double exp_of(double x) { return math::exp(x); }
double log_of(double x) { return math::log(x); }

}  // namespace

TEST_CASE("portable functions: agree with the C library's of long doubles") {
    if (!PortableMode::is_there()) return;
    const PortableMode mode;
    using Long = long double;
    const auto exp = [](Long x) { return std::exp(x); };
    CHECK(worst_function_error(-700, 700, exp_of, exp) < 5e-16);
    CHECK(worst_function_error(-3, 3, exp_of, exp) < 5e-16);
    CHECK(worst_function_error(-3, 3, math::expm1, [](Long x) { return std::expm1(x); }) < 1e-15);
    CHECK(worst_function_error(-1e-9, 1e-9, math::expm1, [](Long x) { return std::expm1(x); }) < 1e-15);
    CHECK(worst_function_error(1e-3, 3, log_of, [](Long x) { return std::log(x); }) < 1e-15);
    CHECK(worst_function_error(1e-300, 1e300, log_of, [](Long x) { return std::log(x); }) < 1e-15);
    CHECK(worst_function_error(-0.9, 4, math::log1p, [](Long x) { return std::log1p(x); }) < 1e-15);
    CHECK(worst_function_error(-1e-9, 1e-9, math::log1p, [](Long x) { return std::log1p(x); }) < 1e-15);
    CHECK(worst_function_error(-3, 3, math::sin, [](Long x) { return std::sin(x); }) < 1e-15);
    CHECK(worst_function_error(-1.5, 1.5, math::cos, [](Long x) { return std::cos(x); }) < 1e-15);
    CHECK(worst_function_error(-1, 1, math::acos, [](Long x) { return std::acos(x); }) < 2e-15);
    const auto power = [](double t) { return math::pow(0.999, std::round(t)); };
    CHECK(worst_function_error(0, 20000, power, [](Long t) { return std::pow(Long{0.999}, std::round(t)); }) < 1e-12);
}

TEST_CASE("portable functions: at the ends of their ranges") {
    if (!PortableMode::is_there()) return;
    const PortableMode mode;
    const double infinity = std::numeric_limits<double>::infinity();
    CHECK(math::exp(710.0) == infinity);
    CHECK(math::exp(-800.0) == 0);
    CHECK(math::exp(-infinity) == 0);
    CHECK(math::exp(0.0) == 1);
    CHECK(math::log(0.0) == -infinity);
    CHECK(math::log(infinity) == infinity);
    CHECK(std::isnan(math::log(-1.0)));
    for (double (*const f)(double) : {exp_of, log_of, math::expm1, math::log1p, math::sin, math::cos, math::acos}) CHECK(std::isnan(f(std::nan(""))));
    CHECK(math::acos(1) == 0);
    CHECK(math::acos(-1) == std::numbers::pi);
    CHECK(math::pow(0.5, -2) == 4);
    CHECK(math::pow(0, 0.25) == 0);
    CHECK(math::exp(1.0F) == doctest::Approx(std::numbers::e));
}

// As any compiler and library must give them.
TEST_CASE("portable functions: bits") {
    if (!PortableMode::is_there()) return;
    const PortableMode mode;
    std::uint64_t sum = 0;
    for (int i = 1; i <= 5000; ++i) {
        const double x = i * 0.0007;
        for (const double y : {math::exp(x), math::exp(-50 * x), math::expm1(-x), math::log(x), math::log1p(x), math::sin(x), math::cos(x),
                               math::acos(x / 4), math::pow(0.99, i), math::pow(x, 0.3)})
            sum = sum * 0x9E3779B97F4A7C15U + std::bit_cast<std::uint64_t>(y);
    }
    CHECK(sum == 8763778990927646478U);
}

TEST_CASE("portable functions: are the C library's elsewhere") {
    for (double x = 0.1; x < 5; x += 0.1) {
        CHECK(math::exp(x) == std::exp(x));
        CHECK(math::log1p(x) == std::log1p(x));
        CHECK(math::pow(x, 7) == std::pow(x, 7));
    }
}
