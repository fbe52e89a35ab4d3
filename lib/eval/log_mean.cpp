#include "eval/log_mean.hpp"

#include <algorithm>
#include <cmath>

#include "core/portable/functions.hpp"

namespace gen {

LogMean log_mean_exp(std::span<const double> log_weights) {
    const double most = *std::max_element(log_weights.begin(), log_weights.end());
    double sum = 0;
    double squares = 0;
    for (const double w : log_weights) {
        const double weight = math::exp(w - most);
        sum += weight;
        squares += weight * weight;
    }
    return {most + math::log(sum / static_cast<double>(log_weights.size())), sum * sum / squares};
}

}  // namespace gen
