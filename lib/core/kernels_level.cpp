// Built once for each instruction level, with GEN_LEVEL naming its namespace. It includes nothing that has inline or template
// code of the standard library: a linker may keep this build's copy of it for everybody, also for processors that cannot run it.
#include "core/kernels.hpp"
#include "core/kernels_levels.hpp"
#include "core/kernels_math.hpp"
#include "core/kernels_sum.hpp"

namespace gen::GEN_LEVEL {

extern const LikelihoodKernels likelihood_kernels;  // core/likelihood_level.cpp

namespace {

using std::size_t;

void add_column_sums(const real* __restrict x, size_t rows, size_t columns, real* __restrict sums) {
    for (size_t i = 0; i < rows; ++i)
        for (size_t j = 0; j < columns; ++j) sums[j] += x[i * columns + j];
}

void add_scaled(const real* __restrict x, real factor, size_t n, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] += factor * x[i];
}

double sum_of_squares(const real* x, size_t n) {
    return sum_of(n, [&](size_t i) { return static_cast<double>(x[i]) * static_cast<double>(x[i]); });
}

bool all_finite(const real* x, size_t n) {
    real sum = 0;  // x * 0 is NaN for NaN and infinity
#pragma omp simd reduction(+ : sum)
    for (size_t i = 0; i < n; ++i) sum += x[i] * 0;
    return sum == 0;
}

// The order of magnitudes is that of their bits, NaN above infinity above all numbers; as whole numbers a loop keeps the largest many at a time.
[[maybe_unused]] std::int32_t magnitude(float x) { return __builtin_bit_cast(std::int32_t, x) & 0x7fffffff; }
[[maybe_unused]] std::int64_t magnitude(double x) { return __builtin_bit_cast(std::int64_t, x) & 0x7fffffffffffffff; }
using Magnitude = decltype(magnitude(real{0}));

Magnitude larger(Magnitude a, Magnitude b) { return a > b ? a : b; }
real number_of(Magnitude bits) { return __builtin_bit_cast(real, bits); }

real largest(const real* x, size_t n) {
    Magnitude most = 0;
#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; ++i) most = larger(magnitude(x[i]), most);
    return number_of(most);
}

void round_to_bf16(const real* __restrict x, size_t n, std::uint16_t* __restrict y) {
#pragma omp simd
    for (size_t i = 0; i < n; ++i) {
        const std::uint32_t bits = __builtin_bit_cast(std::uint32_t, static_cast<float>(x[i]));
        const std::uint32_t rounded = bits + 0x7fffU + ((bits >> 16) & 1);
        y[i] = static_cast<std::uint16_t>(((bits & 0x7fffffffU) > 0x7f800000U ? bits | 0x400000U : rounded) >> 16);
    }
}

void relu(const real* __restrict x, size_t n, real slope, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = x[i] > 0 ? x[i] : slope * x[i];
}

void relu_gradient(const real* __restrict y, const real* __restrict dy, size_t n, real slope, real* __restrict dx) {
    for (size_t i = 0; i < n; ++i) dx[i] = y[i] > 0 ? dy[i] : slope * dy[i];
}

void tanh(const real* __restrict x, size_t n, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = tanh_of(x[i]);
}

void tanh_gradient(const real* __restrict y, const real* __restrict dy, size_t n, real* __restrict dx) {
    for (size_t i = 0; i < n; ++i) dx[i] = dy[i] * (1 - y[i] * y[i]);
}

void sigmoid(const real* __restrict x, size_t n, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = sigmoid_of(x[i]);
}

void sigmoid_gradient(const real* __restrict y, const real* __restrict dy, size_t n, real* __restrict dx) {
    for (size_t i = 0; i < n; ++i) dx[i] = dy[i] * (y[i] * (1 - y[i]));
}

void elu(const real* __restrict x, size_t n, real alpha, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = x[i] > 0 ? x[i] : alpha * (exp_of(x[i]) - 1);
}

void elu_gradient(const real* __restrict y, const real* __restrict dy, size_t n, real alpha, real* __restrict dx) {
    for (size_t i = 0; i < n; ++i) dx[i] = dy[i] * (y[i] > 0 ? 1 : y[i] + alpha);
}

void softplus(const real* __restrict x, size_t n, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = softplus_of(x[i]);
}

void softplus_gradient(const real* __restrict x, const real* __restrict dy, size_t n, real* __restrict dx) {
    for (size_t i = 0; i < n; ++i) dx[i] = dy[i] * sigmoid_of(x[i]);
}

double bernoulli(const real* __restrict o, const real* __restrict x, size_t n, real factor, real* __restrict d) {
    if (d == nullptr) return sum_of(n, [&](size_t i) { return static_cast<double>(softplus_of(o[i]) - x[i] * o[i]); });
    return sum_of(n, [&](size_t i) {
        const real e = exp_of(o[i] > 0 ? -o[i] : o[i]);  // never overflows
        const real inverse = 1 / (1 + e);
        const auto loss = static_cast<double>((o[i] > 0 ? o[i] : 0) + log1p_of(e) - x[i] * o[i]);
        d[i] = factor * ((o[i] > 0 ? inverse : e * inverse) - x[i]);
        return loss;
    });
}

double gaussian_kl(const real* __restrict mean, const real* __restrict logvar, size_t n, real prior_mean, real prior_sd, real factor,
                   real* __restrict d_mean, real* __restrict d_logvar) {
    const real precision = 1 / (prior_sd * prior_sd);
    const real shift = 2 * static_cast<real>(__builtin_log(static_cast<double>(prior_sd)));
    const double sum = sum_of(n, [&](size_t i) {
        const real distance = mean[i] - prior_mean;
        return static_cast<double>(real{0.5} * (distance * distance * precision + expm1_minus_self(logvar[i] - shift)));
    });
    if (d_mean != nullptr)
        for (size_t i = 0; i < n; ++i) {
            d_mean[i] += factor * (mean[i] - prior_mean) * precision;
            d_logvar[i] += factor * real{0.5} * (exp_of(logvar[i] - shift) - 1);
        }
    return sum;
}

void reparameterise(const real* __restrict mean, const real* __restrict logvar, const real* __restrict noise, size_t n, real* __restrict z) {
    for (size_t i = 0; i < n; ++i) z[i] = mean[i] + exp_of(real{0.5} * logvar[i]) * noise[i];
}

void reparameterise_gradient(const real* __restrict logvar, const real* __restrict noise, const real* __restrict dz, size_t n,
                             real* __restrict d_mean, real* __restrict d_logvar) {
    for (size_t i = 0; i < n; ++i) {
        d_mean[i] += dz[i];
        d_logvar[i] += dz[i] * noise[i] * real{0.5} * exp_of(real{0.5} * logvar[i]);
    }
}

void clamp(real* x, size_t n, real low, real high) {
    for (size_t i = 0; i < n; ++i) {
        const real raised = x[i] < low ? low : x[i];
        x[i] = raised > high ? high : raised;
    }
}

void clamp_gradient(const real* __restrict x, size_t n, real low, real high, real* __restrict d) {
    for (size_t i = 0; i < n; ++i) d[i] = x[i] > low && x[i] < high ? d[i] : 0;
}

double nearness(const real* own, const real* __restrict others, size_t size, size_t n, real* __restrict near) {
    for (size_t j = 0; j < n; ++j) near[j] = 0;
    for (size_t c = 0; c < size; ++c) {
        const real x = own[c];
        const real* __restrict const y = others + c * n;
        for (size_t j = 0; j < n; ++j) near[j] -= x > y[j] ? x - y[j] : y[j] - x;
    }
    return sum_of(n, [&](size_t j) {
        near[j] = exp_of(near[j]);
        return static_cast<double>(near[j]);
    });
}

double signed_sum(real own, const real* __restrict others, const real* __restrict weights, size_t n) {
    return sum_of(n, [&](size_t j) { return static_cast<double>(own > others[j] ? weights[j] : own < others[j] ? -weights[j] : real{0}); });
}

void from_bytes(const std::uint8_t* __restrict x, size_t n, real scale, real shift, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = static_cast<real>(x[i]) * scale + shift;
}

void threshold(const real* x, const real* at, size_t n, real* y) {
#pragma omp simd
    for (size_t i = 0; i < n; ++i) y[i] = x[i] > at[i] ? 1 : 0;
}

real adam(real* __restrict p, const real* __restrict g, real* __restrict m, real* __restrict v, size_t n, const UpdateRule& rule) {
    const UpdateRule r = rule;
    const real inverse = 1 / r.correction;
    Magnitude most = 0;
#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; ++i) {
        const real gradient = g[i] + r.decay * p[i];
        m[i] = r.beta1 * m[i] + (1 - r.beta1) * gradient;
        v[i] = r.beta2 * v[i] + (1 - r.beta2) * gradient * gradient;
        p[i] = r.shrink * p[i] - r.rate * m[i] / (root(v[i]) * inverse + r.epsilon);
        most = larger(magnitude(p[i]), larger(magnitude(m[i]), larger(magnitude(v[i]), most)));
    }
    return number_of(most);
}

real sgd(real* __restrict p, const real* __restrict g, real* __restrict momentum, size_t n, const UpdateRule& rule) {
    const UpdateRule r = rule;
    Magnitude most = 0;
#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; ++i) {
        const real gradient = g[i] + r.decay * p[i];
        momentum[i] = r.beta1 * momentum[i] + gradient;
        p[i] -= r.rate * (r.nesterov ? gradient + r.beta1 * momentum[i] : momentum[i]);
        most = larger(magnitude(p[i]), larger(magnitude(momentum[i]), most));
    }
    return number_of(most);
}

real adagrad(real* __restrict p, const real* __restrict g, real* __restrict sum, size_t n, const UpdateRule& rule) {
    const UpdateRule r = rule;
    Magnitude most = 0;
#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; ++i) {
        const real gradient = g[i] + r.decay * p[i];
        sum[i] += gradient * gradient;
        p[i] -= r.rate * gradient / (root(sum[i]) + r.epsilon);
        most = larger(magnitude(p[i]), larger(magnitude(sum[i]), most));
    }
    return number_of(most);
}

real rmsprop(real* __restrict p, const real* __restrict g, real* __restrict square, real* __restrict mean, size_t n, const UpdateRule& rule) {
    const UpdateRule r = rule;
    Magnitude most = 0;
#pragma omp simd reduction(max : most)
    for (size_t i = 0; i < n; ++i) {
        const real gradient = g[i] + r.decay * p[i];
        square[i] = r.beta2 * square[i] + (1 - r.beta2) * gradient * gradient;
        mean[i] = r.centred ? r.beta2 * mean[i] + (1 - r.beta2) * gradient : 0;
        const real variance = square[i] - mean[i] * mean[i];
        p[i] -= r.rate * gradient / (root(variance > 0 ? variance : 0) + r.epsilon);
        most = larger(magnitude(p[i]), larger(magnitude(square[i]), larger(magnitude(mean[i]), most)));
    }
    return number_of(most);
}

const Kernels chosen = {
    .level = GEN_LEVEL_NAME,
    .add_column_sums = add_column_sums,
    .add_scaled = add_scaled,
    .sum_of_squares = sum_of_squares,
    .all_finite = all_finite,
    .largest = largest,
    .round_to_bf16 = round_to_bf16,
    .relu = relu,
    .relu_gradient = relu_gradient,
    .tanh = tanh,
    .tanh_gradient = tanh_gradient,
    .sigmoid = sigmoid,
    .sigmoid_gradient = sigmoid_gradient,
    .elu = elu,
    .elu_gradient = elu_gradient,
    .softplus = softplus,
    .softplus_gradient = softplus_gradient,
    .bernoulli = bernoulli,
    .gaussian_kl = gaussian_kl,
    .reparameterise = reparameterise,
    .reparameterise_gradient = reparameterise_gradient,
    .clamp = clamp,
    .clamp_gradient = clamp_gradient,
    .nearness = nearness,
    .signed_sum = signed_sum,
    .from_bytes = from_bytes,
    .threshold = threshold,
    .adam = adam,
    .sgd = sgd,
    .adagrad = adagrad,
    .rmsprop = rmsprop,
    .likelihood = &likelihood_kernels,
};

}  // namespace

const Kernels* table() { return &chosen; }

}  // namespace gen::GEN_LEVEL
