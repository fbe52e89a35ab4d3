#pragma once

#include <cstdint>
#include <vector>

#include "models/classifier/classifier.hpp"

namespace gen {

/// How many samples show each combination of classes, one class a channel, the first channel's changing slowest: stacked digits have 10^3 modes
/// (Metz et al., 2017; Srivastava et al., 2017). The classifier looks at one channel. A classifier that errs puts samples into modes that nobody
/// drew. Beside present(counts) of eval/histogram.hpp and divergence_to_uniform() stand those of a perfect sampler,
/// mode_floor(stacked_probabilities()). `samples`: [channels, H, W] each. Throws Fault::input where that is no whole number of the classifier's
/// images, or there are over 10^6 modes.
std::vector<std::uint64_t> stacked_mode_counts(const Classifier& classifier, const Examples& samples, Parallel& parallel);

}  // namespace gen
