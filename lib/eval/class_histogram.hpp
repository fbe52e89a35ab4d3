#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/classifier/classifier.hpp"

namespace gen {

/// How samples spread over classes.
struct ClassHistogram {
    std::vector<std::uint64_t> counts;  // of each class that the classifier knows: samples for which it is the most likely
    std::size_t present = 0;            // classes that have at least one
    double kl = 0;                      // KL(counts || uniform) in nats
};

ClassHistogram class_histogram(const Classifier& classifier, const Examples& samples, Parallel& parallel);

}  // namespace gen
