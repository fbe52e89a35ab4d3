#pragma once

#include <cmath>

#include "core/portable/functions.hpp"

namespace gen {

/// log(1 + e^x), the cross-entropy of a logit x that should be that of 0.
inline double softplus(double x) { return x > 0 ? x + math::log1p(math::exp(-x)) : math::log1p(math::exp(x)); }

/// 1 / (1 + e^-x), its derivative.
inline double sigmoid(double x) {
    const double e = math::exp(-std::abs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

}  // namespace gen
