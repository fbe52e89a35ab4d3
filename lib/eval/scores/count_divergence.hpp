#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "eval/estimated.hpp"

namespace gen {

/// KL(p || q) in nats of a histogram of samples to that of real data, or to the uniform distribution.
struct CountDivergence {
    Estimated kl;      // of the parts that were counted; infinite where samples fall where nothing real does, NaN where there are none
    double floor = 0;  // what a perfect sampler gets in the mean, to first order: a histogram of n draws strays by (classes - 1) / (2 n)
};

/// Samples and real data spread over the same classes, which real data have drawn, too: floor (K - 1) (1/n + 1/m) / 2, K the classes that real data
/// have. The error is by the delta method; at p = q, where that says 0, it is the spread of a chi squared with K - 1 degrees of freedom.
CountDivergence count_divergence(std::span<const std::uint64_t> samples, std::span<const std::uint64_t> real_counts);

/// The same to the uniform distribution, which is known.
CountDivergence divergence_to_uniform(std::span<const std::uint64_t> samples);

/// How many rows have each label. Throws Fault::input on a label outside 0 ... classes - 1.
std::vector<std::uint64_t> label_counts(std::span<const std::int32_t> labels, std::size_t classes);

}  // namespace gen
