#pragma once

#include <cstddef>
#include <vector>

namespace gen {

/// Importance-weighted bounds of log p(x) that share one set of log-weights: for each size k, the mean over disjoint blocks of k weights, as many as
/// there is room for, of the log of their mean. Where sizes divide each other and the number of weights these rise with k, exactly but for rounding
/// (Jensen's inequality within each larger block); size 1 is the sampled ELBO. Throws Fault::input for size 0 and for more than there are weights.
std::vector<double> nested_bounds(const std::vector<double>& log_weights, const std::vector<std::size_t>& sizes);

}  // namespace gen
