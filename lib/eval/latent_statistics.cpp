#include "eval/latent_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/linear_algebra.hpp"
#include "models/implicit_encoder.hpp"
#include "prob/full_gaussian.hpp"
#include "prob/normal.hpp"

namespace gen {
namespace {

void add_divergences(const Encoded& q, const GaussianPrior& prior, LatentStatistics& s) {
    auto nats = DoubleMatrix::from_shape({s.examples, s.dimensions});
    auto total = DoubleVector::from_shape({s.examples});
    for (std::size_t i = 0; i < s.examples; ++i) {
        const GaussianRow row = {q.mean.row(i), q.logvar.row(i), s.dimensions};
        for (std::size_t j = 0; j < s.dimensions; ++j) nats(i, j) = gaussian_kl({row.mean + j, row.logvar + j, 1}, prior, 0, nullptr, nullptr);
        total(i) = gaussian_kl(row, prior, 0, nullptr, nullptr);
    }
    const auto n = static_cast<double>(s.examples);
    s.kl = numbers(xt::sum(nats / n, {0}));
    s.collapsed = numbers(xt::sum(xt::cast<double>(nats < LatentStatistics::collapse_nats) / n, {0}));
    s.total = numbers(total);
    s.least_kl = xt::amin(nats)();
    s.sum_error = xt::amax(xt::abs(xt::sum(nats, {1}) - total) / xt::maximum(xt::abs(total), 1.0))();
}

void add_moments(const Encoded& q, LatentStatistics& s) {
    const auto n = static_cast<double>(s.examples);
    const DoubleVector mean = xt::sum(doubles(q.mean) / n, {0});
    DoubleMatrix covariance = square_of(doubles(q.mean) - mean) / n;
    s.mean = numbers(mean);
    DoubleVector within = xt::zeros<double>({s.dimensions});  // variance of q(z|x), mean over examples
    if (!q.logvar.empty()) {
        s.low_logvar = static_cast<double>(xt::amin(tensor(q.logvar))());
        s.high_logvar = static_cast<double>(xt::amax(tensor(q.logvar))());
        within = xt::sum(xt::exp(doubles(q.logvar)) / n, {0});
    }
    // Means over draws are spread by what those over all of q(z|x) are not.
    if (s.estimated) covariance -= xt::diag(DoubleVector(within / static_cast<double>(ImplicitEncoder::moment_draws)));
    s.spread = numbers(xt::diagonal(covariance));
    for (double& v : s.spread) v = std::max(v, 0.0);
    s.covariance = numbers(covariance + xt::diag(within));
}

}  // namespace

LatentStatistics latent_statistics(const Encoded& q, const GaussianPrior* prior) {
    LatentStatistics s = {.examples = q.mean.rows(),
                          .dimensions = q.mean.columns(),
                          .has_kl = prior != nullptr && !q.logvar.empty(),
                          .estimated = q.kind() == CodeKind::implicit};
    for (std::vector<double>* const v : {&s.kl, &s.collapsed}) v->assign(s.dimensions, 0);
    if (s.has_kl) add_divergences(q, *prior, s);
    add_moments(q, s);
    return s;
}

std::size_t LatentStatistics::active() const {
    return static_cast<std::size_t>(std::count_if(spread.begin(), spread.end(), [](double v) { return v > active_spread; }));
}

std::size_t LatentStatistics::collapsed_dimensions() const {
    if (estimated) {
        std::size_t blind = 0;
        for (std::size_t j = 0; j < dimensions; ++j) blind += spread[j] <= collapse_share * covariance[j * dimensions + j] ? 1 : 0;
        return blind;
    }
    if (!has_kl) return dimensions - active();
    return static_cast<std::size_t>(std::count_if(collapsed.begin(), collapsed.end(), [](double part) { return part >= collapse_part; }));
}

double LatentStatistics::moment_kl(const GaussianPrior& prior) const {
    const std::vector<double> variance(dimensions, prior.sd * prior.sd);
    try {
        return gen::kl(FullGaussian(mean, covariance), diagonal_gaussian(std::vector<double>(dimensions, prior.mean), variance));
    } catch (const Error&) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

double LatentStatistics::moment_kl(const GaussianPrior& prior, std::size_t j) const {
    const double variance = covariance[j * dimensions + j];
    if (variance <= 0) return std::numeric_limits<double>::infinity();
    return gen::kl(Normal{mean[j], std::sqrt(variance)}, Normal{prior.mean, prior.sd});
}

}  // namespace gen
