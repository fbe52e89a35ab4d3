#include "prob/categorical.hpp"

#include <algorithm>
#include <cmath>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

/// log sum exp of the logits, less the greatest of them, which keeps its digits apart. NaN where one is NaN or the greatest is infinite.
struct Total {
    double most;
    double rest = 0;

    Total(const real* logits, std::size_t n) : most(static_cast<double>(logits[most_likely(logits, n)])) {
        for (std::size_t k = 0; k < n; ++k) rest += math::exp(static_cast<double>(logits[k]) - most);
        rest = math::log(rest);
    }
    double log_probability(real logit) const { return static_cast<double>(logit) - most - rest; }
};

}  // namespace

void log_softmax(const real* logits, std::size_t n, real* out) {
    const Total total(logits, n);
    for (std::size_t k = 0; k < n; ++k) out[k] = static_cast<real>(total.log_probability(logits[k]));
}

double cross_entropy(const real* logits, std::size_t n, std::size_t label, double factor, real* d, double smoothing) {
    const double spread = smoothing / static_cast<double>(n);
    const Total total(logits, n);
    if (d != nullptr) {
        for (std::size_t k = 0; k < n; ++k)
            d[k] = static_cast<real>(factor * (math::exp(total.log_probability(logits[k])) - (k == label ? 1 - smoothing : 0) - spread));
    }
    double loss = -(1 - smoothing) * total.log_probability(logits[label]);
    for (std::size_t k = 0; spread > 0 && k < n; ++k) loss -= spread * total.log_probability(logits[k]);
    return loss;
}

std::size_t most_likely(const real* logits, std::size_t n) { return static_cast<std::size_t>(std::max_element(logits, logits + n) - logits); }

}  // namespace gen
