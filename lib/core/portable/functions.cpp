#include "core/portable/functions.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/portable/mode.hpp"

namespace gen {
namespace {

using std::numbers::pi;

// ln 2 and a quarter turn as a number of few bits, whose products with small whole numbers are exact, and the rest.
constexpr double ln2_high = 6.93147180369123816490e-01;
constexpr double ln2_low = 1.90821492927058770002e-10;
constexpr double quarter_high = 1.57079632673412561417e+00;
constexpr double quarter_low = 6.07710050650619224932e-11;

/// (e^x - 1) / x for |x| <= 0.35.
double slope_of_exp(double x) {
    double p = 1;
    for (int n = 14; n > 1; --n) p = 1 + p * (x / n);
    return p;
}

double own_exp(double x) {
    if (std::isnan(x)) return x;
    if (x > 709.8) return std::numeric_limits<double>::infinity();
    if (x < -745.2) return 0;
    const double k = std::floor(x * std::numbers::log2e + 0.5);
    const double r = (x - k * ln2_high) - k * ln2_low;
    return std::ldexp(1 + r * slope_of_exp(r), static_cast<int>(k));
}

double own_expm1(double x) { return std::abs(x) < 0.35 ? x * slope_of_exp(x) : own_exp(x) - 1; }

/// log((1 + s) / (1 - s)) for |s| <= 0.18.
double log_of_ratio(double s) {
    const double t = s * s;
    double p = 0;
    for (int n = 21; n > 0; n -= 2) p = p * t + 1.0 / n;
    return 2 * s * p;
}

double own_log(double x) {
    if (std::isnan(x) || x < 0) return std::numeric_limits<double>::quiet_NaN();
    if (x == 0) return -std::numeric_limits<double>::infinity();
    if (std::isinf(x)) return x;
    int exponent = 0;
    double m = std::frexp(x, &exponent);  // 1/2 <= m < 1
    if (m < std::numbers::sqrt2 / 2) {
        m *= 2;
        --exponent;
    }
    return exponent * ln2_high + (log_of_ratio((m - 1) / (m + 1)) + exponent * ln2_low);
}

double own_log1p(double x) { return x > -0.29 && x < 0.41 ? log_of_ratio(x / (2 + x)) : own_log(1 + x); }

double own_pow(double base, double exponent) {
    if (exponent != std::floor(exponent) || std::abs(exponent) > 1e9) return own_exp(exponent * own_log(base));
    double power = 1;
    double square = base;
    for (auto n = static_cast<long>(std::abs(exponent)); n > 0; n /= 2) {
        if (n % 2 == 1) power *= square;
        square *= square;
    }
    return exponent < 0 ? 1 / power : power;
}

/// The sine of x in [-pi/4, pi/4].
double small_sine(double x) {
    double p = 1;
    for (int n = 18; n > 0; n -= 2) p = 1 - p * (x * x / (n * (n + 1)));
    return x * p;
}

double small_cosine(double x) {
    double p = 1;
    for (int n = 17; n > 0; n -= 2) p = 1 - p * (x * x / (n * (n + 1)));
    return p;
}

/// The sine of x and some quarter turns.
double turned_sine(double x, int quarters) {
    if (!std::isfinite(x)) return std::numeric_limits<double>::quiet_NaN();
    const double k = std::floor(x * (2 / pi) + 0.5);
    const double r = (x - k * quarter_high) - k * quarter_low;
    switch ((static_cast<long>(std::fmod(k, 4)) + quarters + 4) % 4) {
        case 0: return small_sine(r);
        case 1: return small_cosine(r);
        case 2: return -small_sine(r);
        default: return -small_cosine(r);
    }
}

/// By halving the angle three times.
double own_arctangent(double x) {
    for (int i = 0; i < 3; ++i) x /= 1 + std::sqrt(1 + x * x);
    double p = 0;
    for (int n = 23; n > 0; n -= 2) p = 1.0 / n - p * x * x;
    return 8 * x * p;
}

double own_acos(double x) {
    if (!(x >= -1 && x <= 1)) return std::numeric_limits<double>::quiet_NaN();
    return x == -1 ? pi : 2 * own_arctangent(std::sqrt(1 - x) / std::sqrt(1 + x));
}

}  // namespace

namespace math {

double exp(double x) { return computes_portably() ? own_exp(x) : std::exp(x); }
double expm1(double x) { return computes_portably() ? own_expm1(x) : std::expm1(x); }
double log(double x) { return computes_portably() ? own_log(x) : std::log(x); }
double log1p(double x) { return computes_portably() ? own_log1p(x) : std::log1p(x); }
double pow(double base, double exponent) { return computes_portably() ? own_pow(base, exponent) : std::pow(base, exponent); }
double sin(double x) { return computes_portably() ? turned_sine(x, 0) : std::sin(x); }
double cos(double x) { return computes_portably() ? turned_sine(x, 1) : std::cos(x); }
double acos(double x) { return computes_portably() ? own_acos(x) : std::acos(x); }

float exp(float x) { return computes_portably() ? static_cast<float>(own_exp(static_cast<double>(x))) : std::exp(x); }
float log(float x) { return computes_portably() ? static_cast<float>(own_log(static_cast<double>(x))) : std::log(x); }

}  // namespace math
}  // namespace gen
