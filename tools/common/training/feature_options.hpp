#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "models/classifier/classifier.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

/// The command line of feature-train.
struct FeatureOptions {
    std::string data;
    std::string valid;
    std::string encoder = "conv:16,32,dense=128";
    std::string activation;
    std::string init = "pytorch";
    TrainingOptions training;

    FeatureOptions() { training.epochs = 3; }
    void describe(OptionVisitor& v);

    /// The classifier to train: new, or with the weights of `start`. Throws Fault::input with the fix where the data cannot be learnt from, or
    /// `start` has another architecture.
    Classifier make(const ImageExamples& data, const std::optional<Document>& start, std::uint64_t seed) const;
};

}  // namespace gen
