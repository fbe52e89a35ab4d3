#include "prob/logistic.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

double location(const LogisticMixture& o, std::size_t component, std::size_t i) {
    const auto m = static_cast<double>(o.mean[component * o.n + i]);
    return o.squashed ? 1 / (1 + math::exp(-m)) : m;
}

double log_scale(const LogisticMixture& o, std::size_t component, std::size_t i) {
    return std::max(static_cast<double>(o.log_scale[component * o.n + i]), o.low);
}

/// Softmax of one pixel's logits.
void weights_at(const LogisticMixture& o, std::size_t i, std::vector<double>& weights) {
    weights.assign(o.components, 1);
    if (o.components == 1) return;
    double top = static_cast<double>(o.logits[i]);
    for (std::size_t k = 1; k < o.components; ++k) top = std::max(top, static_cast<double>(o.logits[k * o.n + i]));
    double sum = 0;
    for (std::size_t k = 0; k < o.components; ++k) sum += weights[k] = math::exp(static_cast<double>(o.logits[k * o.n + i]) - top);
    for (double& weight : weights) weight /= sum;
}

/// The component that u of (0,1) falls to.
std::size_t chosen(const std::vector<double>& weights, double u) {
    std::size_t k = 0;
    for (double below = weights[0]; k + 1 < weights.size() && u > below; below += weights[k]) ++k;
    return k;
}

}  // namespace

LogisticMixture::LogisticMixture(const real* o, std::size_t pixels, std::size_t count, bool sigmoid, double lowest)
    : logits(count > 1 ? o : nullptr),
      mean(count > 1 ? o + count * pixels : o),
      log_scale(mean + count * pixels),
      n(pixels),
      components(count),
      squashed(sigmoid),
      low(lowest) {}

void logistic_mean(const LogisticMixture& o, real* x) {
    thread_local std::vector<double> weights;
    for (std::size_t i = 0; i < o.n; ++i) {
        weights_at(o, i, weights);
        double sum = 0;
        for (std::size_t k = 0; k < o.components; ++k) sum += weights[k] * std::clamp(location(o, k, i), 0.0, 1.0);
        x[i] = static_cast<real>(sum);
    }
}

void logistic_draw(const LogisticMixture& o, const Stream& stream, std::uint32_t row, real* x) {
    thread_local std::vector<double> weights;
    thread_local std::vector<real> uniform;  // n for the values, n for the choices
    uniform.resize(o.components > 1 ? 2 * o.n : o.n);
    random_uniform(stream, row, uniform.data(), uniform.size());
    for (std::size_t i = 0; i < o.n; ++i) {
        weights_at(o, i, weights);
        const std::size_t k = o.components > 1 ? chosen(weights, static_cast<double>(uniform[o.n + i])) : 0;
        const auto u = static_cast<double>(uniform[i]);
        const double value = location(o, k, i) + math::exp(log_scale(o, k, i)) * math::log(u / (1 - u));
        x[i] = static_cast<real>(std::floor(std::clamp(value * 255, 0.0, 255.0) + 0.5) / 255);
    }
}

}  // namespace gen
