#pragma once

#include <cstddef>

#include "core/random.hpp"
#include "core/real.hpp"

namespace gen {

/// The outputs for n pixels under a mixture of discretised logistics, as they lie in o: see prob/likelihood.hpp.
struct LogisticMixture {
    const real* logits;  // null for one component
    const real* mean;    // before the sigmoid if `squashed`
    const real* log_scale;
    std::size_t n;
    std::size_t components;
    bool squashed;
    double low;  // least log-scale

    LogisticMixture(const real* o, std::size_t pixels, std::size_t count, bool sigmoid, double lowest);
};

/// The locations, clamped to [0,1] and weighted.
void logistic_mean(const LogisticMixture& o, real* x);
/// Multiples of 1/255.
void logistic_draw(const LogisticMixture& o, const Stream& stream, std::uint32_t row, real* x);

}  // namespace gen
