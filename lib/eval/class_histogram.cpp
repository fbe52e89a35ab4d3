#include "eval/class_histogram.hpp"

#include <algorithm>

#include "eval/histogram.hpp"

namespace gen {

ClassHistogram class_histogram(const Classifier& classifier, const Examples& samples, Parallel& parallel) {
    constexpr std::size_t at_a_time = 4096;  // the probabilities of all samples are not held
    ClassHistogram out{.counts = std::vector<std::uint64_t>(classifier.spec.classes)};
    for (std::size_t first = 0; first < samples.size(); first += at_a_time) {
        const Rows rows = {first, std::min(first + at_a_time, samples.size())};
        for (const std::int32_t found : classify(classifier, samples, rows, parallel).classes) ++out.counts[static_cast<std::size_t>(found)];
    }
    out.present = present(out.counts);
    out.kl = kl_to_uniform(out.counts);
    return out;
}

}  // namespace gen
