#include "eval/latent_statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "prob/full_gaussian.hpp"
#include "prob/normal.hpp"

namespace gen {
namespace {

void add_divergences(const Encoded& q, const GaussianPrior& prior, LatentStatistics& s) {
    s.least_kl = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < s.examples; ++i) {
        double sum = 0;
        for (std::size_t j = 0; j < s.dimensions; ++j) {
            const double nats = gaussian_kl({q.mean.row(i) + j, q.logvar.row(i) + j, 1}, prior, 0, nullptr, nullptr);
            s.kl[j] += nats / static_cast<double>(s.examples);
            s.collapsed[j] += nats < LatentStatistics::collapse_nats ? 1 / static_cast<double>(s.examples) : 0;
            s.least_kl = std::min(s.least_kl, nats);
            sum += nats;
        }
        s.total.push_back(gaussian_kl({q.mean.row(i), q.logvar.row(i), s.dimensions}, prior, 0, nullptr, nullptr));
        s.sum_error = std::max(s.sum_error, std::abs(sum - s.total.back()) / std::max(1.0, std::abs(s.total.back())));
    }
}

void add_moments(const Encoded& q, LatentStatistics& s) {
    const std::size_t d = s.dimensions;
    const auto n = static_cast<double>(s.examples);
    for (std::size_t i = 0; i < s.examples; ++i)
        for (std::size_t j = 0; j < d; ++j) s.mean[j] += static_cast<double>(q.mean(i, j)) / n;
    std::vector<double> away(d);
    for (std::size_t i = 0; i < s.examples; ++i) {
        for (std::size_t j = 0; j < d; ++j) away[j] = static_cast<double>(q.mean(i, j)) - s.mean[j];
        for (std::size_t j = 0; j < d; ++j)
            for (std::size_t k = 0; k < d; ++k) s.covariance[j * d + k] += away[j] * away[k] / n;
    }
    for (std::size_t j = 0; j < d; ++j) s.spread[j] = s.covariance[j * d + j];
    if (q.logvar.empty()) return;
    const auto [low, high] = std::minmax_element(q.logvar.values().begin(), q.logvar.values().end());
    s.low_logvar = static_cast<double>(*low);
    s.high_logvar = static_cast<double>(*high);
    for (std::size_t i = 0; i < s.examples; ++i)
        for (std::size_t j = 0; j < d; ++j) s.covariance[j * d + j] += std::exp(static_cast<double>(q.logvar(i, j))) / n;
}

}  // namespace

LatentStatistics latent_statistics(const Encoded& q, const GaussianPrior* prior) {
    const std::size_t d = q.mean.columns();
    LatentStatistics s = {.examples = q.mean.rows(), .dimensions = d, .has_kl = prior != nullptr && !q.logvar.empty()};
    for (std::vector<double>* const v : {&s.kl, &s.collapsed, &s.spread, &s.mean}) v->assign(d, 0);
    s.covariance.assign(d * d, 0);
    if (s.has_kl) add_divergences(q, *prior, s);
    add_moments(q, s);
    return s;
}

std::size_t LatentStatistics::active() const {
    return static_cast<std::size_t>(std::count_if(spread.begin(), spread.end(), [](double v) { return v > active_spread; }));
}

std::size_t LatentStatistics::collapsed_dimensions() const {
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
