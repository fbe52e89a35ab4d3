#pragma once

#include <cstddef>

#include "core/real.hpp"

namespace gen {

/// A distribution over classes 0 ... n-1 as a network gives it: logits, of which only differences count. Nothing overflows, whatever their size.

/// log p(k) of every class.
void log_softmax(const real* logits, std::size_t n, real* out);

/// -sum q(k) log p(k) in nats, where q is 1 at the label, or with `smoothing` that much less and as much spread over all classes (Szegedy et al.,
/// 2016). d gets `factor` times its gradient, p(k) - q(k), unless null.
double cross_entropy(const real* logits, std::size_t n, std::size_t label, double factor, real* d, double smoothing = 0);

/// The class of the greatest logit, the first of equals.
std::size_t most_likely(const real* logits, std::size_t n);

}  // namespace gen
