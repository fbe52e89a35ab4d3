#include "eval/scores/inception_score.hpp"

#include <vector>

#include "core/error.hpp"
#include "core/portable/functions.hpp"

namespace gen {

Estimated inception_score(const Matrix& log_probabilities) {
    const std::size_t n = log_probabilities.rows();
    const std::size_t classes = log_probabilities.columns();
    if (n == 0 || classes == 0) fail("inception score of ", n, " rows and ", classes, " classes");
    std::vector<double> marginal(classes);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t c = 0; c < classes; ++c) marginal[c] += math::exp(static_cast<double>(log_probabilities(i, c))) / static_cast<double>(n);
    std::vector<double> divergences(n);
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t c = 0; c < classes; ++c) {
            const auto log_p = static_cast<double>(log_probabilities(i, c));
            const double p = math::exp(log_p);
            if (p > 0) divergences[i] += p * (log_p - math::log(marginal[c]));
        }
    const Estimated mean = estimated(divergences);
    return {math::exp(mean.value), math::exp(mean.value) * mean.error};
}

}  // namespace gen
