#pragma once

// Elementary functions that vectorise when written into a plain loop. Only files built once per level include this.
// float: relative error below 3e-7; double: the C library's.

#include "core/real.hpp"

namespace gen::GEN_LEVEL {
namespace {

// a b + c: rounded once where the level is the portable one, else as the compiler likes.
#ifdef GEN_PORTABLE
[[maybe_unused]] inline float fused(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
[[maybe_unused]] inline double fused(double a, double b, double c) { return __builtin_fma(a, b, c); }
#else
[[maybe_unused]] inline real fused(real a, real b, real c) { return a * b + c; }
#endif

#ifdef GEN_DOUBLE

inline double root(double x) { return __builtin_sqrt(x); }
inline double exp_of(double x) { return __builtin_exp(x); }
inline double log1p_of(double x) { return __builtin_log1p(x); }
inline double tanh_of(double x) { return __builtin_tanh(x); }
inline double expm1_minus_self(double x) {
    const double series = 0.5 * x * x * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6 * (1 + x / 7 * (1 + x / 8))))));
    return __builtin_fabs(x) < 0.02 ? series : __builtin_expm1(x) - x;
}

/// log(1 - e^-w), given w > 0 and its logarithm.
inline double log_one_minus_exp(double w, double log_w) {
    const double small = log_w - 0.5 * w;
    return w > 0.7 ? __builtin_log1p(-__builtin_exp(-w)) : w < 1e-9 ? small : __builtin_log(-__builtin_expm1(-w));
}
/// w / (e^w - 1), w >= 0.
inline double over_expm1(double w) { return w < 1e-9 ? 1 - 0.5 * w : w / __builtin_expm1(w); }

#else

inline float root(float x) { return __builtin_sqrtf(x); }

/// e^x = 2^k e^r, |r| <= ln 2 / 2, e^r by its Taylor polynomial of degree 7.
inline float exp_of(float x) {
    const float raised = x < -87.0f ? -87.0f : x;
    const float bounded = raised > 88.7f ? 88.7f : raised;
    const float magic = 12582912.0f;  // 1.5 * 2^23: adding it rounds to a whole number, which the last bits then hold
    const float rounded = bounded * 1.44269504f + magic;
    const float k = rounded - magic;
    const float r = (bounded - k * 0.693359375f) + k * 2.12194440e-4f;
    float p = 1.0f / 5040;
    p = fused(p, r, 1.0f / 720);
    p = fused(p, r, 1.0f / 120);
    p = fused(p, r, 1.0f / 24);
    p = fused(p, r, 1.0f / 6);
    p = fused(p, r, 0.5f);
    p = fused(p, r, 1.0f);
    p = fused(p, r, 1.0f);
    // Adding k to the exponent is exact: between these bounds e^x is neither denormal nor infinite, and 2^128, which is no float, does not occur.
    const float value = __builtin_bit_cast(float, __builtin_bit_cast(unsigned, p) + (__builtin_bit_cast(unsigned, rounded) << 23));
    return x <= 88.72f ? value : x + __builtin_inff();  // NaN stays NaN
}

/// log(1 + x) for -1/2 <= x <= 1, as 2 artanh(x / (2 + x)).
inline float log1p_of(float x) {
    const float s = x / (2.0f + x);
    const float t = s * s;
    float p = 1.0f / 15;
    p = fused(p, t, 1.0f / 13);
    p = fused(p, t, 1.0f / 11);
    p = fused(p, t, 1.0f / 9);
    p = fused(p, t, 1.0f / 7);
    p = fused(p, t, 1.0f / 5);
    p = fused(p, t, 1.0f / 3);
    p = fused(p, t, 1.0f);
    return 2.0f * s * p;
}

inline float tanh_of(float x) {
    const float t = x * x;
    float p = 21844.0f / 6081075;
    p = fused(p, t, -1382.0f / 155925);
    p = fused(p, t, 62.0f / 2835);
    p = fused(p, t, -17.0f / 315);
    p = fused(p, t, 2.0f / 15);
    p = fused(p, t, -1.0f / 3);
    p = fused(p, t, 1.0f);
    const float large = 1.0f - 2.0f / (exp_of(2.0f * x) + 1.0f);
    return t < 0.2f ? x * p : large;
}

/// e^x - 1 - x without cancellation.
inline float expm1_minus_self(float x) {
    const float series = 0.5f * x * x * (1 + x / 3 * (1 + x / 4 * (1 + x / 5 * (1 + x / 6))));
    return x * x < 0.04f ? series : exp_of(x) - 1 - x;
}

/// log(1 - e^-w), given w > 0 and its logarithm.
inline float log_one_minus_exp(float w, float log_w) {
    const float t = w * w;
    const float series = log_w - 0.5f * w + t * (1.0f / 24 + t * (-1.0f / 2880 + t * (1.0f / 181440)));
    const float large = log1p_of(-exp_of(-(w < 0.7f ? 0.7f : w)));
    return w < 0.7f ? series : large;
}

/// w / (e^w - 1), w >= 0.
inline float over_expm1(float w) {
    const float t = w * w;
    const float series = 1 - 0.5f * w + t * (1.0f / 12 + t * (-1.0f / 720 + t * (1.0f / 30240 + t * (-1.0f / 1209600))));
    const float e = exp_of(-w);
    return w < 0.7f ? series : w * e / (1 - e);
}

#endif

inline real sigmoid_of(real x) { return 1 / (1 + exp_of(-x)); }
inline real softplus_of(real x) { return (x > 0 ? x : 0) + log1p_of(exp_of(x > 0 ? -x : x)); }

}  // namespace
}  // namespace gen::GEN_LEVEL
