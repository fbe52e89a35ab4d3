#include "eval/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/portable/functions.hpp"

namespace gen {

std::size_t present(std::span<const std::uint64_t> counts) {
    return static_cast<std::size_t>(std::ranges::count_if(counts, [](std::uint64_t n) { return n > 0; }));
}

double kl_to_uniform(std::span<const std::uint64_t> counts) {
    const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
    if (total == 0) return std::numeric_limits<double>::quiet_NaN();
    double sum = 0;
    for (const std::uint64_t n : counts) {
        const double part = static_cast<double>(n) / total;
        if (n > 0) sum += part * math::log(part * static_cast<double>(counts.size()));
    }
    return std::max(sum, 0.0);
}

}  // namespace gen
