#pragma once

#include <span>

namespace gen {

/// Weights w, given as log w.
struct LogMean {
    double value;  // log of the mean of w
    double ess;    // effective sample size, (sum w)^2 / sum w^2
};

/// Of one weight or more.
LogMean log_mean_exp(std::span<const double> log_weights);

}  // namespace gen
