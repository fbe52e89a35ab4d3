#pragma once

#include <cstddef>

#include "core/real.hpp"

namespace gen {

/// A distribution over classes 0 ... n-1 as a network gives it: logits, of which only differences count. Nothing overflows, whatever their size.

/// log p(k) of every class.
void log_softmax(const real* logits, std::size_t n, real* out);

/// -log p(label) in nats; d gets `factor` times its gradient, p(k) less 1 at the label, unless null.
double cross_entropy(const real* logits, std::size_t n, std::size_t label, double factor, real* d);

/// The class of the greatest logit, the first of equals.
std::size_t most_likely(const real* logits, std::size_t n);

}  // namespace gen
