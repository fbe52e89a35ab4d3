#include "eval/scores/count_divergence.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

double total(std::span<const std::uint64_t> counts) { return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0})); }

/// q is known, or was estimated from 1 / `q_part` draws.
CountDivergence divergence(std::span<const std::uint64_t> samples, std::span<const double> q, double q_part) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double possible = 0;
    for (const double each : q) possible += each > 0 ? 1 : 0;
    const double n = total(samples);
    if (n == 0 || possible == 0) return {{none, none}, none};
    const double floor = (possible - 1) * (1 / n + q_part) / 2;
    double kl = 0;
    double squares = 0;  // of log p/q, in the mean over p
    double ratios = 0;   // p/q squared, in the mean over q
    for (std::size_t k = 0; k < q.size(); ++k) {
        const double p = static_cast<double>(samples[k]) / n;
        if (p == 0) continue;
        if (q[k] == 0) return {{infinity, none}, floor};
        const double log_ratio = math::log(p / q[k]);
        kl += p * log_ratio;
        squares += p * log_ratio * log_ratio;
        ratios += p * p / q[k];
    }
    const double first_order = (squares - kl * kl) / n + (ratios - 1) * q_part;
    const double second_order = (possible - 1) * (1 / n + q_part) * (1 / n + q_part) / 2;
    return {{std::max(kl, 0.0), std::sqrt(std::max(first_order, 0.0) + second_order)}, floor};
}

}  // namespace

CountDivergence count_divergence(std::span<const std::uint64_t> samples, std::span<const std::uint64_t> real_counts) {
    if (samples.size() != real_counts.size()) fail("samples of ", samples.size(), " classes, real data of ", real_counts.size());
    const double m = total(real_counts);
    std::vector<double> q;
    for (const std::uint64_t each : real_counts) q.push_back(m > 0 ? static_cast<double>(each) / m : 0);
    return divergence(samples, q, m > 0 ? 1 / m : 0);
}

CountDivergence divergence_to_uniform(std::span<const std::uint64_t> samples) {
    return divergence(samples, std::vector<double>(samples.size(), 1 / static_cast<double>(samples.size())), 0);
}

std::vector<std::uint64_t> label_counts(std::span<const std::int32_t> labels, std::size_t classes) {
    std::vector<std::uint64_t> counts(classes);
    for (const std::int32_t label : labels) {
        if (label < 0 || static_cast<std::size_t>(label) >= classes) fail("label ", label, ", expected 0 to ", static_cast<double>(classes) - 1);
        ++counts[static_cast<std::size_t>(label)];
    }
    return counts;
}

}  // namespace gen
