#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "models/avb/step.hpp"
#include "prob/target.hpp"
#include "tools/common/training/continued.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

class OptionList;

/// The command line of avb-train.
struct AvbOptions {
    static constexpr std::size_t target_steps = 1500;  // what counts as an epoch where there are no data

    AvbOptions();

    std::string data;
    std::string valid;
    std::string target;
    std::optional<std::int64_t> latent;
    std::string noise_at;
    std::int64_t noise = 32;
    std::optional<std::string> basis;
    std::string encoder;
    std::string decoder;
    std::string discriminator;
    std::string activation;
    std::string t_activation;
    std::string init = "pytorch";
    std::string range;
    std::string likelihood = "bernoulli";
    bool adaptive_contrast = false;
    double quadratic = 0.5;
    double beta = 1;
    std::string beta_schedule = "constant";
    std::string binarize = "none";
    std::optional<std::int64_t> dual_steps;
    std::string schedule = "together";
    std::optional<double> t_lr;
    TrainingOptions training;

    void describe(OptionVisitor& v);

    /// What suits a target, where nothing else was asked for.
    void settle(const OptionList& options);
    /// What can be told before there are data. `options`: these, as they were described. Throws Fault::usage.
    void check(const OptionList& options) const;
    /// Throws Fault::input with the fix where the likelihood cannot take such images.
    void check(const ImageExamples& images) const;
    AvbObjective objective() const;
    /// Of all networks; adam with the betas that suit them.
    OptimizerSpec optimizer() const;
    double critic_rate() const { return t_lr.value_or((target.empty() ? 2 : 10) * training.lr) / training.lr; }

    /// The spec of a model of these images, or of this target: avb_networks.cpp.
    AvbSpec spec(const ImageExamples& images) const;
    AvbSpec spec(const Target& of) const;
    /// The model to train: new, or with the weights of `start`. Throws Fault::input when that has another architecture.
    template <class M>
    M make(const AvbSpec& wanted, const std::optional<Document>& start, std::uint64_t seed) const {
        if (start) return continued<M>(*start, [&](const M&) { return wanted; });
        M model(wanted);
        model.initialise(parse_initialisation(init), seed);
        return model;
    }

private:
    std::string where_noise_is() const;
    void set_range(AvbSpec& spec, const ImageExamples& images) const;
    void set_encoder(AvbSpec& spec, const Shape& input, const LayerSpec& between) const;
    void set_basis(AvbSpec& spec) const;
    void set_critic(AvbSpec& spec, std::string_view usual) const;
};

/// "concat:SIZES[,blocks=N]" or "factored:SIZES[,blocks=N][,features=K]": what T's networks are, as avb-train says it.
Forms avb_critic_forms();

}  // namespace gen
