#include "eval/bayes_rule.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/portable/functions.hpp"
#include "eval/log_mean.hpp"

namespace gen {
namespace {

void add_to_bin(Classification& c, double confidence, bool right) {
    const std::size_t last = c.calibration.size() - 1;
    CalibrationBin& bin = c.calibration[std::min(last, static_cast<std::size_t>(confidence * static_cast<double>(c.calibration.size())))];
    ++bin.examples;
    bin.confidence += confidence;
    bin.accuracy += right ? 1 : 0;
}

}  // namespace

std::vector<double> bayes_rule(std::span<const double> log_likelihood, std::span<const double> log_prior) {
    const std::size_t classes = log_prior.size();
    std::vector<double> posterior(log_likelihood.begin(), log_likelihood.end());
    const double log_classes = math::log(static_cast<double>(classes));
    for (std::size_t first = 0; first + classes <= posterior.size(); first += classes) {
        const std::span<double> row(posterior.data() + first, classes);
        for (std::size_t y = 0; y < classes; ++y) row[y] += log_prior[y];
        const double total = log_mean_exp(row).value + log_classes;
        for (double& value : row) value -= total;
    }
    return posterior;
}

Classification score_posterior(std::span<const double> log_posterior, std::span<const std::int32_t> labels, std::size_t classes) {
    Classification c;
    c.confusion.assign(classes * classes, 0);
    std::uint64_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const std::int32_t label = labels[i];
        if (label < 0 || static_cast<std::size_t>(label) >= classes) fail("label ", label, " of row ", i, " is none of ", classes, " classes");
        const double* const row = log_posterior.data() + i * classes;
        const auto best = std::max_element(row, row + classes) - row;
        c.predicted.push_back(static_cast<std::int32_t>(best));
        c.log_loss.push_back(-row[label]);
        ++c.confusion[static_cast<std::size_t>(label) * classes + static_cast<std::size_t>(best)];
        right += best == label ? 1 : 0;
        add_to_bin(c, math::exp(row[best]), best == label);
    }
    const auto n = static_cast<double>(labels.size());
    c.accuracy = static_cast<double>(right) / n;
    for (CalibrationBin& bin : c.calibration) {
        c.calibration_error += std::abs(bin.confidence - bin.accuracy) / n;
        bin.confidence /= static_cast<double>(bin.examples);
        bin.accuracy /= static_cast<double>(bin.examples);
    }
    return c;
}

}  // namespace gen
