#include "prob/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/kernels.hpp"
#include "core/likelihood_kernels.hpp"
#include "core/portable/functions.hpp"
#include "prob/logistic.hpp"

namespace gen {
namespace {

using Kind = Likelihood::Kind;
using Scale = Likelihood::Scale;

LogisticMixture mixture(const Likelihood& p, const real* o, std::size_t n) { return {o, n, p.components, p.squashed(), p.lowest()}; }

/// For one pixel: log of what makes a Gaussian's or a Laplace's density integrate to 1, where its log-scale is 0.
double constant(Kind kind) { return kind == Kind::gaussian ? 0.5 * std::log(2 * std::numbers::pi) : std::numbers::ln2; }

double logistic_loss(const Likelihood& p, const real* o, const real* x, std::size_t n, double factor, real* d) {
    const LogisticMixture m = mixture(p, o, n);
    real* const d_mean = d == nullptr ? nullptr : d + (m.mean - o);
    real* const d_log_scale = d == nullptr ? nullptr : d + (m.log_scale - o);
    return kernels().likelihood->logistic(
        {m.mean, m.log_scale, x, n, m.squashed, static_cast<real>(m.low), static_cast<real>(factor), d_mean, d_log_scale}, p.components, m.logits, d);
}

double loss_of_each(const Likelihood& p, const real* o, const real* x, std::size_t n, double factor, real* d) {
    const ScaledPixels pixels = {
        o, o + n, x, n, p.squashed(), static_cast<real>(p.lowest()), static_cast<real>(factor), d, d == nullptr ? nullptr : d + n};
    const LikelihoodKernels& k = *kernels().likelihood;
    return (p.kind == Kind::gaussian ? k.gaussian(pixels) : k.laplace(pixels)) + static_cast<double>(n) * constant(p.kind);
}

/// One scale for all pixels, given or learnt. A Gaussian's log-scale is that of its variance.
double loss_of_one_scale(const Likelihood& p, const real* o, const real* x, std::size_t n, double factor, real* d) {
    const bool gaussian = p.kind == Kind::gaussian;
    const bool learnt = p.scale == Scale::shared;
    const double given = learnt ? static_cast<double>(o[n]) : (gaussian ? 2 : 1) * math::log(p.fixed);
    const double log_scale = learnt && given < p.lowest() ? p.lowest() : given;
    const double inverse = learnt ? math::exp(-log_scale) : 1 / (gaussian ? p.fixed * p.fixed : p.fixed);
    const double share = gaussian ? 0.5 : 1;
    const LikelihoodKernels& k = *kernels().likelihood;
    const double distances = (gaussian ? k.squares : k.distances)(o, x, n, p.squashed(), static_cast<real>(factor * inverse), d);
    const auto count = static_cast<double>(n);
    if (learnt && d != nullptr) d[n] = given > p.lowest() ? static_cast<real>(factor * share * (count - distances * inverse)) : 0;
    return share * (count * log_scale + distances * inverse) + count * constant(p.kind);
}

void add_scaled_noise(const Likelihood& p, const real* o, const real* noise, std::size_t n, real* x) {
    const double share = p.kind == Kind::gaussian ? 0.5 : 1;
    const auto scale = [&](real output) { return math::exp(share * std::max(static_cast<double>(output), p.lowest())); };
    if (p.scale == Scale::each)
        for (std::size_t i = 0; i < n; ++i) x[i] += static_cast<real>(scale(o[n + i])) * noise[i];
    else
        kernels().add_scaled(noise, static_cast<real>(p.scale == Scale::shared ? scale(o[n]) : p.fixed), n, x);
}

/// Laplace(0, 1) in place of u of (0,1).
void laplace_of_uniform(real* u, std::size_t n) {
    for (std::size_t i = 0; i < n; ++i) {
        const auto v = static_cast<double>(u[i]);
        u[i] = static_cast<real>(v < 0.5 ? math::log(2 * v) : -math::log(2 * (1 - v)));
    }
}

}  // namespace

bool Likelihood::squashed() const { return sigmoid.value_or(kind == Kind::bernoulli || scale != Scale::fixed); }

double Likelihood::lowest() const { return low.value_or(kind == Kind::gaussian ? -8 : kind == Kind::laplace ? -5 : -7); }

Likelihood Likelihood::resolved(bool on_unit_range) const {
    Likelihood out = *this;
    if (kind != Kind::bernoulli) out.sigmoid = sigmoid.value_or(on_unit_range && squashed());
    return out;
}

std::size_t Likelihood::outputs(std::size_t n) const {
    if (kind == Kind::logistic) return (components > 1 ? 3 : 2) * components * n;
    if (kind == Kind::bernoulli || scale == Scale::fixed) return n;
    return scale == Scale::shared ? n + 1 : 2 * n;
}

double Likelihood::loss(const real* o, const real* x, std::size_t n, double factor, real* d) const {
    switch (kind) {
        case Kind::bernoulli: return kernels().bernoulli(o, x, n, static_cast<real>(factor), d);
        case Kind::logistic: return logistic_loss(*this, o, x, n, factor, d);
        default: return (scale == Scale::each ? loss_of_each : loss_of_one_scale)(*this, o, x, n, factor, d);
    }
}

void Likelihood::mean(const real* o, std::size_t n, real* x) const {
    if (kind == Kind::logistic)
        logistic_mean(mixture(*this, o, n), x);
    else if (squashed())
        kernels().sigmoid(o, n, x);
    else
        std::copy_n(o, n, x);
}

void Likelihood::draw(const Stream& stream, std::uint32_t row, const real* o, std::size_t n, real* x) const {
    if (kind == Kind::logistic) return logistic_draw(mixture(*this, o, n), stream, row, x);
    thread_local std::vector<real> noise;
    noise.resize(n);
    mean(o, n, x);
    if (kind == Kind::gaussian)
        random_normal(stream, row, noise.data(), n);
    else
        random_uniform(stream, row, noise.data(), n);
    if (kind == Kind::bernoulli) return kernels().threshold(x, noise.data(), n, x);
    if (kind == Kind::laplace) laplace_of_uniform(noise.data(), n);
    add_scaled_noise(*this, o, noise.data(), n, x);
}

void Likelihood::set_locations(const real* means, std::size_t n, real* o) const {
    const std::size_t planes = kind == Kind::logistic ? components : 1;
    real* const locations = kind == Kind::logistic && components > 1 ? o + components * n : o;
    for (std::size_t i = 0; i < planes * n; ++i) {
        const double p = std::clamp(static_cast<double>(means[i % n]), 1e-3, 1 - 1e-3);
        locations[i] = squashed() ? static_cast<real>(math::log(p / (1 - p))) : means[i % n];
    }
}

double Likelihood::bits_per_dimension(double nats, std::size_t n) const {
    if (kind == Kind::bernoulli) return std::numeric_limits<double>::quiet_NaN();
    return nats / (static_cast<double>(n) * std::numbers::ln2) + (has_density() ? 8 : 0);
}

}  // namespace gen
