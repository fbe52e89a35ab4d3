#include "prob/normal.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

double square(double x) { return x * x; }

}  // namespace

double log_density(const Normal& p, double z) { return -0.5 * (square((z - p.mean) / p.sd) + std::log(2 * std::numbers::pi)) - math::log(p.sd); }

double kl(const Normal& q, const Normal& p) {
    const double log_ratio = 2 * math::log(q.sd / p.sd);
    return 0.5 * (square((q.mean - p.mean) / p.sd) + math::expm1(log_ratio) - log_ratio);
}

double log_ratio(const Normal& q, const Normal& p, double noise) {
    const double distance = (q.mean - p.mean) / p.sd + q.sd / p.sd * noise;
    return 0.5 * (square(distance) - square(noise)) - math::log(q.sd / p.sd);
}

double k3(double log_ratio) { return math::expm1(-log_ratio) + log_ratio; }

double log_ratio_variance(const Normal& q, const Normal& p) {
    const double s = q.sd / p.sd;
    const double m = (q.mean - p.mean) / p.sd;
    return 0.5 * square(s * s - 1) + square(s * m);
}

double ratio_variance(const Normal& q, const Normal& p) {
    const double s = q.sd / p.sd;
    const double left = 2 * s * s - 1;
    if (!(left > 0)) return std::numeric_limits<double>::infinity();
    return s * s / std::sqrt(left) * math::exp(square((q.mean - p.mean) / p.sd) / left) - 1;
}

// The covariance of p/q with log q - log p is E_p(log q - log p) - KL(q || p).
double k3_variance(const Normal& q, const Normal& p) { return ratio_variance(q, p) + log_ratio_variance(q, p) - 2 * (kl(q, p) + kl(p, q)); }

}  // namespace gen
