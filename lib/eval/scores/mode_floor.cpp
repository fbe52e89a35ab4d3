#include "eval/scores/mode_floor.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

/// E f log(f k), f = Binomial(n, p) / n: what a mode adds to KL(counts || uniform over k modes). Terms far from the mean vanish.
double expected_term(std::size_t samples, double p, double k) {
    const auto n = static_cast<double>(samples);
    if (p <= 0) return 0;
    if (p >= 1) return math::log(k);
    const double far = 12 * std::sqrt(n * p * (1 - p)) + 40;
    double sum = 0;
    for (double i = std::max(1.0, std::floor(n * p - far)); i <= std::min(n, n * p + far); ++i) {
        const double log_chance = std::lgamma(n + 1) - std::lgamma(i + 1) - std::lgamma(n - i + 1) + i * math::log(p) + (n - i) * math::log1p(-p);
        sum += math::exp(log_chance) * i / n * math::log(i * k / n);
    }
    return sum;
}

/// The probability that n draws miss all of a part.
double missed(double part, double n) { return part >= 1 ? 0 : math::exp(n * math::log1p(-part)); }

double spread_of_modes(std::span<const double> probabilities, double n) {
    double variance = 0;
    for (std::size_t i = 0; i < probabilities.size(); ++i) {
        const double none = missed(probabilities[i], n);
        variance += none * (1 - none);
        for (std::size_t j = 0; j < i; ++j) variance += 2 * (missed(probabilities[i] + probabilities[j], n) - none * missed(probabilities[j], n));
    }
    return std::sqrt(std::max(variance, 0.0));
}

}  // namespace

ModeFloor mode_floor(std::span<const double> probabilities, std::size_t samples, double high_quality) {
    const auto n = static_cast<double>(samples);
    const auto near = static_cast<std::size_t>(std::lround(n * high_quality));
    const auto k = static_cast<double>(probabilities.size());
    ModeFloor floor{.high_quality = high_quality};
    std::vector<double> hit;
    std::map<double, double> terms;  // of each probability
    for (const double p : probabilities) {
        hit.push_back(p * high_quality);
        floor.modes += 1 - missed(p * high_quality, n);
        const auto [term, fresh] = terms.try_emplace(p, 0.0);
        if (fresh) term->second = expected_term(near, p, k);
        floor.kl += term->second;
    }
    floor.spread = spread_of_modes(hit, n);
    return floor;
}

double part_within(double factor, std::size_t dimensions) {
    // P(a + 1, x) = P(a, x) - x^a e^-x / Gamma(a + 1), from a = 1/2 or 1 up to d / 2.
    const double x = factor * factor / 2;
    double a = dimensions % 2 == 1 ? 0.5 : 1;
    double part = dimensions % 2 == 1 ? std::erf(std::sqrt(x)) : -math::expm1(-x);
    for (; 2 * a < static_cast<double>(dimensions); ++a) part -= math::exp(a * math::log(x) - x - std::lgamma(a + 1));
    return std::max(part, 0.0);
}

std::vector<double> stacked_probabilities(std::span<const double> classes, std::size_t channels) {
    std::vector<double> all = {1};
    for (std::size_t c = 0; c < channels; ++c) {
        std::vector<double> next;
        for (const double before : all)
            for (const double p : classes) next.push_back(before * p);
        all = std::move(next);
    }
    return all;
}

}  // namespace gen
