#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/examples.hpp"
#include "core/parallel.hpp"

namespace gen {

/// Which modes of a mixture samples come from: Srivastava et al., "VEEGAN", 2017; Lin, Khetan, Fanti and Oh, "PacGAN", 2018. A sample is of high
/// quality when it lies within some standard deviations of the nearest centre, and counts for that mode.
struct ModeCoverage {
    std::vector<std::uint64_t> counts;  // samples of high quality, of each mode
    std::size_t modes = 0;              // that have at least one
    double high_quality = 0;            // part of all samples; a perfect sampler of 2-D Gaussians has 1 - exp(-9/2) = 0.9889 within 3
    double reverse_kl = 0;              // KL(counts || uniform) in nats, NaN where no sample is of high quality
};

/// `centres`: [modes, columns of the samples]. `factor`: so many `sd` are near.
ModeCoverage mode_coverage(const Examples& samples, const Matrix& centres, double sd, double factor, Parallel& parallel);

}  // namespace gen
