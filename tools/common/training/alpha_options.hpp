#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/alpha/step.hpp"
#include "tools/common/training/gan_network_options.hpp"
#include "tools/common/training/image_range_options.hpp"
#include "tools/common/training/monitor_options.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

class OptionList;

/// The command line of alphagan-train. What is empty here goes by the mode.
struct AlphaOptions {
    AlphaOptions();

    std::string data;
    std::string mode = "alpha-gan";
    std::optional<std::int64_t> latent;
    std::string latent_noise = "normal";
    std::string codes;
    std::int64_t noise = 32;
    std::string encoder;
    std::string generator;
    std::string discriminator;
    std::string code_discriminator;
    ImageRangeOptions pixels;
    NetworkOptions all{""};
    NetworkOptions of_encoder{"e-"};
    NetworkOptions of_generator{"g-"};
    NetworkOptions of_discriminator{"d-"};
    NetworkOptions of_code_discriminator{"c-"};

    std::string reconstruction;
    std::optional<double> lambda;
    std::string per;
    double share = 0.9;
    std::optional<std::int64_t> feature_layer;
    double divergence = 1;
    double z_cycle = 0;
    std::string loss;
    std::string critic = "logistic";
    double gradient_penalty = 10;
    std::optional<double> real_weight;
    std::string generated = "sum";
    std::string judge_reconstructions = "on";
    bool together = false;
    std::string balance = "on";
    double equilibrium = 0.68;
    double margin = 0.35;

    std::int64_t steps[alpha_parts] = {1, 1, 1, 1};
    MonitorOptions monitor;
    TrainingOptions training;

    void describe(OptionVisitor& v);

    /// What can be told before there are data: alpha_checks.cpp. `options`: these, as they were described. Throws Fault::usage.
    void check(const OptionList& options) const;
    /// Throws Fault::usage where options do not go together.
    AlphaObjective objective() const;
    OptimizerSpec optimizer(AlphaPart part) const;
    /// Of the run's learning rate.
    double rate_factor(AlphaPart part) const { return of(part).rate_factor(training); }

    /// The model to train: new, or with the weights of `start`. Throws Fault::input when that has another architecture or does not fit the data.
    Alpha make(const ImageExamples& data, const std::optional<Document>& start, std::uint64_t seed) const;

private:
    const AlphaMode& chosen() const { return alpha_mode(mode); }
    const NetworkOptions& of(AlphaPart part) const;
    void describe_model(OptionVisitor& v);
    void describe_losses(OptionVisitor& v);

    // alpha_networks.cpp
    AlphaSpec spec(const ImageExamples& images) const;
    void set_reconstruction(AlphaSpec& spec) const;
    std::vector<LayerSpec> network(AlphaPart part, const AlphaSpec& spec) const;
    std::string architecture(AlphaPart part, const Shape& input) const;
    std::string initialisation(AlphaPart part, const Shape& input) const;
    void check_penalties(const AlphaSpec& spec) const;
};

/// What goes with each mode, as a sentence: "20 for alpha-gan, 0.01 for vae-gan".
std::string by_mode(std::string (*setting)(const AlphaMode& mode));

}  // namespace gen
