#include "prob/normal_quantile.hpp"

#include <cmath>
#include <numbers>

#include "core/error.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

double normal_density(double x) { return math::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

}  // namespace

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); }

double normal_quantile(double p) {
    if (!(p > 0 && p < 1)) fail("a quantile of ", p, ", expected a probability above 0 and below 1");
    if (p == 0.5) return 0;
    if (p > 0.5) return -normal_quantile(1 - p);
    // Newton's method on log P(X <= x) - log p, which is concave: from a start on the left of the root (P(X <= -t) <= e^(-t^2/2)) every step goes to
    // the right and none too far.
    double x = -std::sqrt(-2 * math::log(p));
    for (int i = 0; i < 100; ++i) {
        const double cdf = normal_cdf(x);
        const double step = -math::log(cdf / p) * cdf / normal_density(x);
        x += step;
        if (std::abs(step) <= 1e-16 * std::abs(x)) break;
    }
    return x;
}

}  // namespace gen
