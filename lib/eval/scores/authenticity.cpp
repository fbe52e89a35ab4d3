#include "eval/scores/authenticity.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "core/portable/functions.hpp"

namespace gen {

Estimated authenticity(const Matrix& train, const Matrix& samples, Parallel& parallel) {
    return authenticity(nearest_rows(samples, train, 1, parallel), nearest_others(train, 1, parallel));
}

Estimated authenticity(const Neighbours& of_samples, const Neighbours& of_train) {
    std::vector<double> authentic;
    for (std::size_t i = 0; i < of_samples.count(); ++i) authentic.push_back(of_samples.square(i) > of_train.square(of_samples.nearest(i)) ? 1 : 0);
    return estimated(authentic);
}

double authenticity_of_fresh(std::size_t dimensions) {
    // I_x(a + 1, b) = I_x(a, b) - x^a (1 - x)^b Gamma(a + b) / (Gamma(a + 1) Gamma(b)), x = 3/4, b = 1/2, from a = 1/2 or 1 up to (d + 1) / 2.
    double a = dimensions % 2 == 0 ? 0.5 : 1;
    double covered = dimensions % 2 == 0 ? 2.0 / 3 : 0.5;
    for (; 2 * a < static_cast<double>(dimensions + 1); ++a)
        covered -= 0.5 * math::exp(a * std::log(0.75) + std::lgamma(a + 0.5) - std::lgamma(a + 1)) * std::numbers::inv_sqrtpi;
    return 1 - 1 / (2 - covered);
}

}  // namespace gen
