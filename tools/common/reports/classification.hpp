#pragma once

#include <span>
#include <string>
#include <vector>

#include "eval/importance.hpp"
#include "formats/image_examples.hpp"
#include "models/image_classifier.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/results.hpp"

namespace gen {

/// p(y|x) of the first images of a data set, and how well it fits their labels.
class ClassificationReport {
public:
    /// `log_posterior`: [count, classes].
    ClassificationReport(std::vector<double> log_posterior, const ImageExamples& data, std::size_t count, std::size_t classes);
    std::vector<Result> results() const;
    /// Image by image.
    std::vector<Column> columns() const;

private:
    std::vector<double> log_posterior_;
    std::vector<std::int32_t> labels_;
    std::size_t classes_;
};

/// "uniform", or the weights of the classes, one each, separated by commas: log p(y). Throws Fault::usage.
std::vector<double> parse_class_prior(const std::string& text, std::size_t classes);

/// log p(x|y), [count, classes], by importance weights: of one model for each class, or of one conditional model. All see the same noise.
std::vector<double> class_likelihoods(std::span<const LatentModel> models, const Examples& data, std::size_t count, const Evaluation& how,
                                      Parallel& parallel);

/// log p(y|x), [count, classes], of a classifier.
std::vector<double> class_probabilities(ImageClassifier& classifier, const Examples& data, std::size_t count, Parallel& parallel);

}  // namespace gen
