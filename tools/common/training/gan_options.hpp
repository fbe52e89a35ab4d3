#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/gan/gan.hpp"
#include "models/gan/objective.hpp"
#include "models/gan/phases.hpp"
#include "tools/common/training/gan_network_options.hpp"
#include "tools/common/training/hack_options.hpp"
#include "tools/common/training/image_range_options.hpp"
#include "tools/common/training/monitor_options.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

class OptionList;

/// The command line of gan-train.
struct GanOptions {
    GanOptions();

    std::string data;
    std::int64_t latent = 100;
    std::string latent_noise = "normal";
    ImageRangeOptions pixels;
    std::string condition = "none";
    std::int64_t pack = 1;
    std::string generator;
    std::string discriminator;
    NetworkOptions both{""};
    NetworkOptions of_generator{"g-"};
    NetworkOptions of_discriminator{"d-"};

    std::string loss = "non-saturating";
    std::optional<double> gradient_penalty;
    double r1 = 0;
    double r2 = 0;
    std::optional<double> clip_weights;
    double augment = 0;
    double auxiliary_weight = 1;

    std::optional<std::int64_t> d_steps;
    std::int64_t g_steps = 1;
    std::string d_warmup;
    std::int64_t d_epochs = 0;
    std::int64_t g_epochs = 0;

    HackOptions hacks;
    MonitorOptions monitor;
    TrainingOptions training;

    void describe(OptionVisitor& v);

    /// What can be told before there are data: gan_checks.cpp. `options`: these, as they were described. Throws Fault::usage.
    void check(const OptionList& options) const;
    /// Throw Fault::usage where options do not go together.
    GanObjective objective() const;
    GanPhases phases() const;
    /// Of one network, 'g' or 'd'; with the factor of its learning rate in that of the run.
    OptimizerSpec optimizer(char network) const;
    double rate_factor(char network) const { return of(network).rate_factor(training); }

    /// The model to train: new, or with the weights of `start`. Throws Fault::input when that has another architecture or does not fit the data.
    Gan make(const ImageExamples& data, const std::optional<Document>& start, std::uint64_t seed) const;

private:
    void check_penalties(const GanSpec& spec) const;
    GanSpec spec(const ImageExamples& images) const;
    const NetworkOptions& of(char network) const { return network == 'g' ? of_generator : of_discriminator; }
    void set_condition(GanSpec& spec, const ImageExamples& images) const;
    void set_generator(GanSpec& spec) const;
    void set_discriminator(GanSpec& spec) const;
    std::string architecture(char network, const Shape& input) const;
};

}  // namespace gen
