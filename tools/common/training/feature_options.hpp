#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "models/classifier/step.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

/// The command line of feature-train.
struct FeatureOptions {
    std::string data;
    std::string valid;
    std::string encoder = "conv:32,64,128,norm=batch,dense=128";
    std::string activation;
    std::string init = "pytorch";
    std::string augment;
    std::optional<double> label_smoothing;
    TrainingOptions training;
    std::string apply;
    std::string what = "features";
    bool raw = false;

    FeatureOptions() { training.schedule_unless_given = "constant; without --encoder: cosine"; }
    void describe(OptionVisitor& v);
    /// Throws Fault::usage where an option is given that says something of a training, though a model is applied, or the other way round; leaves in
    /// the provenance what has a meaning.
    /// Without --encoder the learning rate falls unless something else is asked for.
    void settle(Run& run);

    /// Augmentation that was not asked for is the usual one of the usual network, and the run records it. Throws Fault::usage where these images
    /// cannot be changed so. Before the run's provenance is asked for.
    ClassifierAim aim(const ImageExamples& images, Run& run) const;
    /// The classifier to train: new, or with the weights of `start`. Throws Fault::input with the fix where the data cannot be learnt from, or
    /// `start` has another architecture.
    Classifier make(const ImageExamples& data, const std::optional<Document>& start, std::uint64_t seed) const;
};

}  // namespace gen
