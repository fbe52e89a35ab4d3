#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "eval/binarized.hpp"
#include "models/image_classifier.hpp"
#include "models/latent_model.hpp"

namespace gen {

/// What a latent space must be for a model to pass: no gate, no verdict.
struct LatentGates {
    std::optional<std::int64_t> min_active;
    std::optional<double> max_kl;            // nats
    std::optional<double> min_mi;            // nats
    std::optional<double> max_aggregate_kl;  // nats
    std::optional<std::int64_t> max_collapsed;

    bool any() const { return min_active || max_kl || min_mi || max_aggregate_kl || max_collapsed; }
};

/// What is known of the training of a model.
struct TrainingRecord {
    double beta = 1;
    std::optional<Binarized::Way> binarize = {};
    std::optional<double> logged = {};      // the loss of the log for the data at hand, nats an example
    std::optional<double> recomputed = {};  // the same by the model, with the training's objective and random numbers
    std::string unlogged = {};              // why there is none
};

/// What checks of a trained model need. The model and the data outlive the groups.
struct ModelUnderTest {
    const LatentModel& subject;
    const Examples& data;
    std::size_t count = 0;  // of the data, the first ones
    LatentGates gates = {};
    TrainingRecord record = {};
    Binarized::Way binarize = Binarized::Way::none;
    std::size_t samples = 500;  // of q(z|x) for each of the first images
    ImageClassifier* classifier = nullptr;
    std::uint64_t seed = 0;
    /// Called where work begins that is long and has so many parts, and after each part, from any thread.
    std::function<void(std::size_t parts)> begins = {};
    std::function<void()> each_done = {};
};

}  // namespace gen
