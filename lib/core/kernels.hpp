#pragma once

#include <cstddef>
#include <cstdint>

#include "core/real.hpp"

namespace gen {

struct LikelihoodKernels;  // core/likelihood_kernels.hpp

/// What an optimiser's kernel needs besides the numbers; see nn/optimizer.hpp for the algorithms.
struct UpdateRule {
    real rate;    // learning rate, bias correction included
    real decay;   // L2 term: added to the gradient
    real shrink;  // decoupled decay: the weight is multiplied by this first
    real beta1;
    real beta2;
    real epsilon;
    real correction;  // Adam: sqrt(1 - beta2^t)
    bool nesterov;
    bool centred;
};

/// The hot loops, built for several instruction levels; kernels() is the best that this processor runs.
/// Sums are double. Pointers do not overlap unless they are equal. `n` counts numbers.
struct Kernels {
    const char* level;  // "x86-64", "x86-64-v3", "x86-64-v4", "x86-64-v3 portable"; "portable" elsewhere

    void (*add_column_sums)(const real* x, std::size_t rows, std::size_t columns, real* sums);
    void (*add_scaled)(const real* x, real factor, std::size_t n, real* y);  // y += factor x
    double (*sum_of_squares)(const real* x, std::size_t n);
    bool (*all_finite)(const real* x, std::size_t n);
    real (*largest)(const real* x, std::size_t n);  // magnitude; NaN counts as larger than infinity, which is larger than any number

    /// To bfloat16, ties to even; NaN stays NaN.
    void (*round_to_bf16)(const real* x, std::size_t n, std::uint16_t* y);

    void (*relu)(const real* x, std::size_t n, real slope, real* y);
    void (*relu_gradient)(const real* y, const real* dy, std::size_t n, real slope, real* dx);
    void (*tanh)(const real* x, std::size_t n, real* y);
    void (*tanh_gradient)(const real* y, const real* dy, std::size_t n, real* dx);
    void (*sigmoid)(const real* x, std::size_t n, real* y);
    void (*sigmoid_gradient)(const real* y, const real* dy, std::size_t n, real* dx);
    void (*elu)(const real* x, std::size_t n, real alpha, real* y);
    void (*elu_gradient)(const real* y, const real* dy, std::size_t n, real alpha, real* dx);
    void (*softplus)(const real* x, std::size_t n, real* y);
    void (*softplus_gradient)(const real* x, const real* dy, std::size_t n, real* dx);

    /// -log p(x|o) summed, x in [0,1], o logits; d gets factor (sigmoid(o) - x) unless null.
    double (*bernoulli)(const real* o, const real* x, std::size_t n, real factor, real* d);
    /// KL(N(mean, e^logvar) || N(prior_mean, prior_sd^2)) summed; adds factor times the gradients unless null.
    double (*gaussian_kl)(const real* mean, const real* logvar, std::size_t n, real prior_mean, real prior_sd, real factor, real* d_mean,
                          real* d_logvar);
    /// z = mean + e^(logvar/2) noise
    void (*reparameterise)(const real* mean, const real* logvar, const real* noise, std::size_t n, real* z);
    /// d_mean += dz, d_logvar += dz noise e^(logvar/2) / 2
    void (*reparameterise_gradient)(const real* logvar, const real* noise, const real* dz, std::size_t n, real* d_mean, real* d_logvar);
    void (*clamp)(real* x, std::size_t n, real low, real high);
    /// d = 0 where x lies at or beyond a bound
    void (*clamp_gradient)(const real* x, std::size_t n, real low, real high, real* d);

    /// near[j] = exp(-sum over c < size of |own[c] - others[c n + j]|), j < n; returns their sum.
    double (*nearness)(const real* own, const real* others, std::size_t size, std::size_t n, real* near);
    /// The sum over j of weights[j] sign(own - others[j]).
    double (*signed_sum)(real own, const real* others, const real* weights, std::size_t n);

    void (*from_bytes)(const std::uint8_t* x, std::size_t n, real scale, real shift, real* y);
    void (*threshold)(const real* x, const real* at, std::size_t n, real* y);  // 1 where x > at

    // Updates return the largest magnitude among the new numbers: p and moments.
    real (*adam)(real* p, const real* g, real* m, real* v, std::size_t n, const UpdateRule& rule);
    real (*sgd)(real* p, const real* g, real* momentum, std::size_t n, const UpdateRule& rule);
    real (*adagrad)(real* p, const real* g, real* sum, std::size_t n, const UpdateRule& rule);
    real (*rmsprop)(real* p, const real* g, real* square, real* mean, std::size_t n, const UpdateRule& rule);

    const LikelihoodKernels* likelihood;
};

/// Those of the highest level of this processor, or of the one that the environment variable GEN_KERNELS names; where computes_portably(),
/// x86-64-v3's as they are written down, of sums in one order and products that are rounded on their own, which every compiler makes alike.
const Kernels& kernels();
inline const char* kernel_level() { return kernels().level; }

}  // namespace gen
