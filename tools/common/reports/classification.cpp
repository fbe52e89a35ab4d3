#include "tools/common/reports/classification.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "eval/bayes_rule.hpp"

namespace gen {
namespace {

/// All rows of another data set as examples of one class.
class OfClass : public Examples {
public:
    OfClass(const Examples& data, std::int32_t label) : data_(&data), label_(label) {}
    std::size_t size() const override { return data_->size(); }
    std::size_t columns() const override { return data_->columns(); }
    void read(std::size_t row, real* out) const override { data_->read(row, out); }
    std::int32_t label(std::size_t) const override { return label_; }

private:
    const Examples* data_;
    std::int32_t label_;
};

}  // namespace

std::vector<double> parse_class_prior(const std::string& text, std::size_t classes) {
    if (text == "uniform") return std::vector<double>(classes, -std::log(static_cast<double>(classes)));
    if (!nearest_word(text, {"uniform"}).empty())
        fail_usage("--class-prior: got ", text, ", expected uniform or a number for each class", did_you_mean(text, {"uniform"}));
    std::vector<double> weights;
    double sum = 0;
    for (const std::string_view part : split(text, ',')) {
        weights.push_back(parse_number(part, "--class-prior"));
        if (weights.back() <= 0) fail_usage("--class-prior: got ", part, ", expected numbers above 0");
        sum += weights.back();
    }
    if (weights.size() != classes) fail_usage("--class-prior: ", weights.size(), " numbers for ", classes, " classes");
    for (double& weight : weights) weight = std::log(weight / sum);
    return weights;
}

std::vector<double> class_likelihoods(std::span<const LatentModel> models, const Examples& data, std::size_t count, const Evaluation& how,
                                      Parallel& parallel) {
    const std::size_t classes = models.size() > 1 ? models.size() : models[0].form.classes;
    std::vector<double> all(count * classes);
    constexpr std::size_t chunk = 64;
    for (std::size_t y = 0; y < classes; ++y) {
        const OfClass examples(data, static_cast<std::int32_t>(y));
        const LatentModel& model = models[models.size() > 1 ? y : 0];
        for (std::size_t first = 0; first < count; first += chunk) {
            const std::vector<Bounds> bounds = importance_bounds(model, examples, first, std::min(chunk, count - first), how, parallel);
            for (std::size_t i = 0; i < bounds.size(); ++i) all[(first + i) * classes + y] = bounds[i].iwae;
        }
    }
    return all;
}

std::vector<double> class_probabilities(ImageClassifier& classifier, const Examples& data, std::size_t count, Parallel& parallel) {
    const Classified classified = classifier.classify(data, {0, count}, parallel);
    const std::span<const real> values = classified.log_probabilities.values();
    return {values.begin(), values.end()};
}

ClassificationReport::ClassificationReport(std::vector<double> log_posterior, const ImageExamples& data, std::size_t count, std::size_t classes)
    : log_posterior_(std::move(log_posterior)), classes_(classes) {
    for (std::size_t i = 0; i < count; ++i) labels_.push_back(data.label(i));
}

std::vector<Result> ClassificationReport::results() const {
    const Classification c = score_posterior(log_posterior_, labels_, classes_);
    std::vector<double> right;
    for (std::size_t i = 0; i < labels_.size(); ++i) right.push_back(c.predicted[i] == labels_[i] ? 1 : 0);
    std::vector<Result> all = {mean_of("accuracy", right), mean_of("log_loss", c.log_loss), {"calibration_error", c.calibration_error}};
    bool first = true;
    for (std::size_t i = 0; i < c.calibration.size(); ++i) {
        const CalibrationBin& bin = c.calibration[i];
        if (bin.examples == 0) continue;
        const std::string of =
            join("of ", bin.examples, " images with a confidence from ", static_cast<double>(i) / 10, " to ", static_cast<double>(i + 1) / 10);
        all.push_back(
            {join("confidence_", i), bin.confidence, std::nan(""), of, std::exchange(first, false) ? "calibration: confidence beside accuracy" : ""});
        all.push_back({join("accuracy_", i), bin.accuracy, std::nan(""), of});
    }
    for (std::size_t label = 0; label < classes_; ++label)
        for (std::size_t y = 0; y < classes_; ++y)
            all.push_back({.name = join("confusion_", label, '_', y),
                           .value = static_cast<double>(c.confusion[label * classes_ + y]),
                           .group = label + y == 0 ? "confusion: how many images of one class were taken for another" : ""});
    all.push_back({"images", static_cast<double>(labels_.size())});
    return all;
}

std::vector<Column> ClassificationReport::columns() const {
    const Classification c = score_posterior(log_posterior_, labels_, classes_);
    std::vector<Column> all = {{"label", {labels_.begin(), labels_.end()}}, {"predicted", {c.predicted.begin(), c.predicted.end()}}};
    for (std::size_t y = 0; y < classes_; ++y) {
        all.push_back({join("p_", y), {}});
        for (std::size_t i = 0; i < labels_.size(); ++i) all.back().values.push_back(std::exp(log_posterior_[i * classes_ + y]));
    }
    return all;
}

}  // namespace gen
