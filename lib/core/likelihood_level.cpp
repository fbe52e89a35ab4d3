// Built once for each instruction level, as core/kernels_level.cpp is and under the same rule: nothing that has inline or template code of the
// standard library.
#include "core/kernels_levels.hpp"
#include "core/kernels_math.hpp"
#include "core/kernels_sum.hpp"
#include "core/likelihood_kernels.hpp"

namespace gen::GEN_LEVEL {
namespace {

using std::size_t;

constexpr size_t chunk = 256;  // pixels whose intermediate numbers stay in the first-level cache
constexpr real step = real{1} / 255;

size_t chunk_at(size_t begin, size_t n) { return n - begin < chunk ? n - begin : chunk; }

real* at(real* p, size_t i) { return p == nullptr ? nullptr : p + i; }

void means(const real* __restrict o, size_t n, bool squashed, real* __restrict m) {
    if (squashed)
        for (size_t i = 0; i < n; ++i) m[i] = sigmoid_of(o[i]);
    else
        for (size_t i = 0; i < n; ++i) m[i] = o[i];
}

void means_gradient(const real* __restrict m, size_t n, bool squashed, real* __restrict d) {
    if (squashed)
        for (size_t i = 0; i < n; ++i) d[i] *= m[i] * (1 - m[i]);
}

double squares_of(const real* __restrict m, const real* __restrict x, size_t n, real factor, real* __restrict d) {
    const double sum = sum_of(n, [&](size_t i) {
        const double distance = static_cast<double>(m[i]) - static_cast<double>(x[i]);
        return distance * distance;
    });
    if (d != nullptr)
        for (size_t i = 0; i < n; ++i) d[i] = factor * (m[i] - x[i]);
    return sum;
}

double distances_of(const real* __restrict m, const real* __restrict x, size_t n, real factor, real* __restrict d) {
    const double sum = sum_of(n, [&](size_t i) { return __builtin_fabs(static_cast<double>(m[i]) - static_cast<double>(x[i])); });
    if (d != nullptr)
        for (size_t i = 0; i < n; ++i) d[i] = m[i] > x[i] ? factor : m[i] < x[i] ? -factor : 0;
    return sum;
}

using Distance = double (*)(const real* m, const real* x, size_t n, real factor, real* d);

/// A distance summed over pixels, some at a time, whose locations stay in the first-level cache.
double in_chunks(Distance distance, const real* o, const real* x, size_t n, bool squashed, real factor, real* d) {
    real m[chunk];
    double sum = 0;
    for (size_t begin = 0; begin < n; begin += chunk) {
        const size_t count = chunk_at(begin, n);
        means(o + begin, count, squashed, m);
        sum += distance(m, x + begin, count, factor, at(d, begin));
        if (d != nullptr) means_gradient(m, count, squashed, d + begin);
    }
    return sum;
}

double squares(const real* o, const real* x, size_t n, bool squashed, real factor, real* d) {
    return in_chunks(squares_of, o, x, n, squashed, factor, d);
}

double distances(const real* o, const real* x, size_t n, bool squashed, real factor, real* d) {
    return in_chunks(distances_of, o, x, n, squashed, factor, d);
}

double gaussian_of(const real* __restrict m, const real* __restrict logvar, const real* __restrict x, size_t n, real low, real factor,
                   real* __restrict d_mean, real* __restrict d_logvar) {
    const double sum = sum_of(n, [&](size_t i) {
        const real v = logvar[i] < low ? low : logvar[i];
        const real distance = m[i] - x[i];
        return static_cast<double>(real{0.5} * (v + distance * distance * exp_of(-v)));
    });
    if (d_mean != nullptr)
        for (size_t i = 0; i < n; ++i) {
            const real v = logvar[i] < low ? low : logvar[i];
            const real distance = m[i] - x[i];
            const real scaled = distance * exp_of(-v);
            d_mean[i] = factor * scaled;
            d_logvar[i] = logvar[i] > low ? factor * real{0.5} * (1 - distance * scaled) : 0;
        }
    return sum;
}

double laplace_of(const real* __restrict m, const real* __restrict log_scale, const real* __restrict x, size_t n, real low, real factor,
                  real* __restrict d_mean, real* __restrict d_log_scale) {
    const double sum = sum_of(n, [&](size_t i) {
        const real v = log_scale[i] < low ? low : log_scale[i];
        const real distance = m[i] - x[i];
        return static_cast<double>(v + (distance < 0 ? -distance : distance) * exp_of(-v));
    });
    if (d_mean != nullptr)
        for (size_t i = 0; i < n; ++i) {
            const real v = log_scale[i] < low ? low : log_scale[i];
            const real distance = m[i] - x[i];
            const real slope = distance > 0 ? exp_of(-v) : distance < 0 ? -exp_of(-v) : 0;
            d_mean[i] = factor * slope;
            d_log_scale[i] = log_scale[i] > low ? factor * (1 - distance * slope) : 0;
        }
    return sum;
}

using Density = double (*)(const real* m, const real* log_scale, const real* x, size_t n, real low, real factor, real* d_mean, real* d_log_scale);

double in_chunks(Density density, const ScaledPixels& p) {
    real m[chunk];
    double sum = 0;
    for (size_t begin = 0; begin < p.n; begin += chunk) {
        const size_t count = chunk_at(begin, p.n);
        means(p.mean + begin, count, p.squashed, m);
        sum += density(m, p.log_scale + begin, p.x + begin, count, p.low, p.factor, at(p.d_mean, begin), at(p.d_log_scale, begin));
        if (p.d_mean != nullptr) means_gradient(m, count, p.squashed, p.d_mean + begin);
    }
    return sum;
}

double gaussian(const ScaledPixels& p) { return in_chunks(gaussian_of, p); }
double laplace(const ScaledPixels& p) { return in_chunks(laplace_of, p); }

/// log P of each byte under one logistic, and its gradients unless null. With u and l the scaled distances to the byte's upper and lower end, w = u -
/// l: log(sigmoid(u) - sigmoid(l)) = -softplus(-u) - softplus(l) + log(1 - e^-w); the first and the last byte have an open end.
void logistic_terms(const real* __restrict m, const real* __restrict log_scale, const real* __restrict x, size_t n, real low, real* __restrict log_p,
                    real* __restrict d_mean, real* __restrict d_log_scale) {
    const real log_step = static_cast<real>(__builtin_log(static_cast<double>(step)));
    const real half = step / 2;
    for (size_t i = 0; i < n; ++i) {
        const real v = log_scale[i] < low ? low : log_scale[i];
        const real inverse = exp_of(-v);
        const real middle = (x[i] - m[i]) * inverse;
        const real w = step * inverse;
        const real upper = softplus_of(-(middle + half * inverse));
        const real lower = softplus_of(middle - half * inverse);
        const real inner = log_one_minus_exp(w, log_step - v) - upper - lower;
        log_p[i] = x[i] < half ? -upper : x[i] > 1 - half ? -lower : inner;
    }
    if (d_mean == nullptr) return;
    for (size_t i = 0; i < n; ++i) {
        const real v = log_scale[i] < low ? low : log_scale[i];
        const real inverse = exp_of(-v);
        const real u = (x[i] - m[i]) * inverse + half * inverse;
        const real l = (x[i] - m[i]) * inverse - half * inverse;
        const real upper = x[i] > 1 - half ? 0 : sigmoid_of(-u);
        const real lower = x[i] < half ? 0 : sigmoid_of(l);
        const real width = x[i] < half || x[i] > 1 - half ? 0 : over_expm1(step * inverse);
        d_mean[i] = (lower - upper) * inverse;
        d_log_scale[i] = log_scale[i] > low ? l * lower - u * upper - width : 0;
    }
}

/// sum = log(e^sum + e^a)
void log_add(const real* __restrict a, size_t n, real* __restrict sum) {
    for (size_t i = 0; i < n; ++i) {
        const real difference = a[i] - sum[i];
        sum[i] = (difference > 0 ? a[i] : sum[i]) + log1p_of(exp_of(difference > 0 ? -difference : difference));
    }
}

void copy(const real* __restrict x, size_t n, real* __restrict y) {
    for (size_t i = 0; i < n; ++i) y[i] = x[i];
}

void scale(real factor, size_t n, real* __restrict d_mean, real* __restrict d_log_scale) {
    for (size_t i = 0; i < n; ++i) {
        d_mean[i] *= factor;
        d_log_scale[i] *= factor;
    }
}

/// The gradients of one component of a mixture, from those of its own log P; d_logit holds logit + log P.
void weigh(const real* __restrict logit, const real* __restrict norm, const real* __restrict total, size_t n, real factor, real* __restrict d_logit,
           real* __restrict d_mean, real* __restrict d_log_scale) {
    for (size_t i = 0; i < n; ++i) {
        const real posterior = exp_of(d_logit[i] - total[i]);
        d_logit[i] = factor * (exp_of(logit[i] - norm[i]) - posterior);
        d_mean[i] *= -factor * posterior;
        d_log_scale[i] *= -factor * posterior;
    }
}

/// `p` of one chunk's pixels, its planes `stride` apart.
double logistic_chunk(const ScaledPixels& p, size_t stride, size_t components, const real* logits, real* d_logits) {
    real m[chunk];
    real joint[chunk];
    real total[chunk];  // log of the sum of e^(logit + log P)
    real norm[chunk];   // log of the sum of e^logit
    for (size_t k = 0; k < components; ++k) {
        const size_t plane = k * stride;
        means(p.mean + plane, p.n, p.squashed, m);
        real* const d_mean = at(p.d_mean, plane);
        logistic_terms(m, p.log_scale + plane, p.x, p.n, p.low, joint, d_mean, at(p.d_log_scale, plane));
        if (d_mean != nullptr) means_gradient(m, p.n, p.squashed, d_mean);
        if (components == 1) {
            copy(joint, p.n, total);
            continue;
        }
        for (size_t i = 0; i < p.n; ++i) joint[i] += logits[plane + i];
        if (d_mean != nullptr) copy(joint, p.n, d_logits + plane);
        if (k == 0)
            copy(joint, p.n, total);
        else
            log_add(joint, p.n, total);
        if (k == 0)
            copy(logits, p.n, norm);
        else
            log_add(logits + plane, p.n, norm);
    }
    if (p.d_mean != nullptr && components == 1) scale(-p.factor, p.n, p.d_mean, p.d_log_scale);
    for (size_t k = 0; p.d_mean != nullptr && components > 1 && k < components; ++k) {
        const size_t plane = k * stride;
        weigh(logits + plane, norm, total, p.n, p.factor, d_logits + plane, p.d_mean + plane, p.d_log_scale + plane);
    }
    return 0 - sum_of(p.n, [&](size_t i) { return static_cast<double>(components == 1 ? total[i] : total[i] - norm[i]); });
}

double logistic(const ScaledPixels& p, size_t components, const real* logits, real* d_logits) {
    double sum = 0;
    for (size_t begin = 0; begin < p.n; begin += chunk) {
        const ScaledPixels part = {p.mean + begin,      p.log_scale + begin,     p.x + begin, chunk_at(begin, p.n), p.squashed, p.low, p.factor,
                                   at(p.d_mean, begin), at(p.d_log_scale, begin)};
        sum += logistic_chunk(part, p.n, components, components == 1 ? nullptr : logits + begin, at(d_logits, begin));
    }
    return sum;
}

}  // namespace

extern const LikelihoodKernels likelihood_kernels;
const LikelihoodKernels likelihood_kernels = {
    .squares = squares,
    .distances = distances,
    .gaussian = gaussian,
    .laplace = laplace,
    .logistic = logistic,
};

}  // namespace gen::GEN_LEVEL
