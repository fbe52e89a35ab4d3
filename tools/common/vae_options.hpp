#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "models/vae_step.hpp"
#include "tools/common/training.hpp"

namespace gen {

/// The command line of vae-train.
struct VaeOptions {
    std::string data;
    std::string valid;
    std::int64_t latent = 20;
    std::string encoder = "mlp:400";
    std::string decoder;
    std::string activation = "relu";
    std::string objective_name = "vae";
    double beta = 1;
    std::int64_t samples = 1;
    std::string prior = "0,1";
    std::string likelihood = "bernoulli";
    std::string binarize = "none";
    std::string init = "pytorch";
    std::string output_bias = "none";
    std::string logvar_range;
    TrainingOptions training;

    void describe(OptionVisitor& v);
    VaeObjective objective() const;
    /// --objective pca: nothing is trained, the best linear autoencoder is computed.
    bool in_closed_form() const { return objective_name == "pca"; }

    /// The model to train: new, or with the weights of `start`. Throws Fault::input when that has another architecture or does not fit the data.
    Vae make(const ImageExamples& data, const std::optional<Document>& start, std::uint64_t seed) const;

    /// Throws Fault::input with the fix where the likelihood cannot take such numbers.
    void check_range(const ImageExamples& data) const;
    static void check_shape(const Vae& vae, const ImageExamples& data);

private:
    VaeSpec spec(const Shape& input) const;
};

}  // namespace gen
