#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace gen {

/// Bayes' rule: row by row log p(y|x) = log p(x|y) + log p(y) - log sum over y of the two, nats. log_likelihood and what comes back: [n, classes].
std::vector<double> bayes_rule(std::span<const double> log_likelihood, std::span<const double> log_prior);

/// How sure a classifier is and how often it is right, where its confidence, the greatest p(y|x), lies in one tenth of [0, 1].
struct CalibrationBin {
    std::uint64_t examples = 0;
    double confidence = 0;  // mean; NaN where there are no examples
    double accuracy = 0;
};

/// How well p(y|x) fits labels.
struct Classification {
    std::vector<std::int32_t> predicted;  // the most likely class of each example, the first of equals
    std::vector<double> log_loss;         // -log p(label|x) of each, nats
    double accuracy = 0;
    std::vector<std::uint64_t> confusion;  // [label, predicted]
    std::array<CalibrationBin, 10> calibration;
    double calibration_error = 0;  // mean |confidence - accuracy| over bins, by examples
};

/// log_posterior: [n, classes]. Throws Fault::input for a label that is no class.
Classification score_posterior(std::span<const double> log_posterior, std::span<const std::int32_t> labels, std::size_t classes);

}  // namespace gen
