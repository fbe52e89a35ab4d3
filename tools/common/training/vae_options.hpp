#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "models/vae/step.hpp"
#include "tools/common/training/objective_options.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

/// The command line of vae-train.
struct VaeOptions {
    std::string data;
    std::string valid;
    std::int64_t latent = 20;
    std::string encoder = "mlp:400";
    std::string decoder;
    std::string activation;
    std::string prior = "0,1";
    std::string likelihood = "bernoulli";
    std::string condition = "none";
    std::string init = "pytorch";
    std::string output_bias = "none";
    std::string logvar_range;
    ObjectiveOptions aim;
    TrainingOptions training;

    void describe(OptionVisitor& v);

    /// The model to train: new, or with the weights of `start`. Throws Fault::input when that has another architecture or does not fit the data.
    Vae make(const ImageExamples& data, const std::optional<Document>& start, std::uint64_t seed) const;

    /// Throws Fault::input with the fix where the likelihood or the condition cannot take such images.
    void check(const ImageExamples& data) const;

private:
    VaeSpec spec(const ImageExamples& images) const;
    void set_networks(VaeSpec& spec) const;
};

}  // namespace gen
