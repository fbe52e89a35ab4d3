#pragma once

#include <cstddef>

#include "core/real.hpp"

namespace gen {

/// The pixels of one image under a location and a log-scale for each. Log-scales below `low` count as `low`; at or below it their gradient is 0.
struct ScaledPixels {
    const real* mean;  // before the sigmoid if `squashed`
    const real* log_scale;
    const real* x;
    std::size_t n;
    bool squashed;
    real low;
    real factor;
    real* d_mean;  // both get factor times the gradient, or are null
    real* d_log_scale;
};

/// The hot loops of prob/likelihood.hpp, a part of `Kernels`. m is o, or sigmoid(o) if `squashed`. Sums are double.
struct LikelihoodKernels {
    /// sum of (m - x)^2; d = factor (m - x) dm/do unless null
    double (*squares)(const real* o, const real* x, std::size_t n, bool squashed, real factor, real* d);
    /// sum of |m - x|; d = factor sign(m - x) dm/do unless null
    double (*distances)(const real* o, const real* x, std::size_t n, bool squashed, real factor, real* d);
    /// sum of (v + (x-m)^2 e^-v) / 2, v = log_scale: a Gaussian's loss without its constant
    double (*gaussian)(const ScaledPixels& pixels);
    /// sum of v + |x-m| e^-v: a Laplace's loss without its constant
    double (*laplace)(const ScaledPixels& pixels);
    /// -log of the probability of bytes, x = byte / 255, under a mixture of `components` discretised logistics. Planes of n numbers lie one after the
    /// other: `components` of mean, of log_scale and of logits, which are not read for one component. The three gradients may not overlap.
    double (*logistic)(const ScaledPixels& pixels, std::size_t components, const real* logits, real* d_logits);
};

}  // namespace gen
