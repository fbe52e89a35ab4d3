#include "tools/common/training/avb_options.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/command_line/option_list.hpp"

namespace gen {
namespace {

constexpr std::pair<std::string_view, BinaryPixels> binary_pixels[] = {
    {"none", BinaryPixels::none}, {"threshold", BinaryPixels::threshold}, {"dynamic", BinaryPixels::dynamic}};

}  // namespace

AvbOptions::AvbOptions() {
    training.lr = 2e-4;
    training.betas_unless_given = "0.5,0.999";
}

void AvbOptions::describe(OptionVisitor& v) {
    v.visit({.name = "DATA", .help = "images or points to learn from; none with --target", .expects = Expects::file, .may_be_absent = true}, data);
    v.visit({.name = "valid",
             .value = "FILE",
             .help = "images to validate on after every epoch",
             .expects = Expects::file,
             .recorded = false,
             .needs = {"data"}},
            valid);
    v.visit({.name = "target",
             .value = "NAME",
             .help = "fit draws to the posterior of a built-in model instead of data; see TARGETS",
             .forms = [](const auto&) { return target_forms(); }},
            target);
    const std::string_view model = "Model";
    static const std::string likelihood_help = join("p(x|z): ", likelihood_syntax(), "; see vae-train(1)");
    static const std::string init_help = join("initialisation: ", initialisation_syntax());
    v.visit({.name = "latent",
             .letter = 'l',
             .value = "N",
             .help = "latent dimensions",
             .group = model,
             .low = 1,
             .high = 65536,
             .example_default = "8",
             .needs = {"data"}},
            latent);
    v.visit({.name = "noise-at",
             .help = "where the encoder is given noise: beside its input, in its layers, or in networks of their own; see NOISE",
             .group = model,
             .choices = {"input", "layers", "basis"},
             .example_default = "input of an mlp, else layers; with --adaptive-contrast: basis",
             .needs = {"data"}},
            noise_at);
    v.visit({.name = "noise", .value = "N", .help = "numbers of noise, at each place", .group = model, .low = 1, .high = 65536}, noise);
    v.visit({.name = "basis",
             .value = "M[:SIZES]",
             .help = "networks of the noise basis, and their hidden layers",
             .group = model,
             .example_default = "16:128,128,128",
             .needs = {"data"}},
            basis);
    v.visit({.name = "encoder",
             .value = "SPEC",
             .help = "hidden layers: mlp:SIZES, conv:SIZES, dcgan or resnet:SIZES, as in vae-train(1); with --target from noise to z",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); },
             .example_default = "mlp:300,300; points and targets: mlp:64,64,64"},
            encoder);
    v.visit({.name = "decoder",
             .value = "SPEC",
             .help = "hidden layers of the decoder, sizes starting at the latent numbers",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); },
             .example_default = "mirror of --encoder",
             .needs = {"data"}},
            decoder);
    v.visit({.name = "discriminator",
             .value = "SPEC",
             .help = "T: concat:SIZES[,blocks=N] or factored:SIZES[,blocks=N][,features=K]; see DISCRIMINATOR",
             .group = model,
             .forms = [](const auto&) { return avb_critic_forms(); },
             .example_default = "factored:256,256; points and targets: concat:128,128,128"},
            discriminator);
    v.visit({.name = "activation",
             .value = "NAME",
             .help = activation_syntax(),
             .group = model,
             .forms = [](const auto&) { return activation_forms(); },
             .example_default = "relu; encoder dcgan: leaky-relu:0.2; points and targets: elu"},
            activation);
    v.visit({.name = "t-activation",
             .value = "NAME",
             .help = "the same, of T",
             .group = model,
             .forms = [](const auto&) { return activation_forms(); },
             .example_default = "elu; factored: leaky-relu:0.2"},
            t_activation);
    v.visit({.name = "init", .value = "NAME", .help = init_help, .group = model, .forms = [](const auto&) { return initialisation_forms(); }}, init);
    v.visit({.name = "range",
             .value = "LO,HI",
             .help = "range of pixels as encoder and T see them",
             .group = model,
             .example_default = "-1,1; points: as they are",
             .needs = {"data"}},
            range);
    v.visit({.name = "likelihood",
             .value = "SPEC",
             .help = likelihood_help,
             .group = model,
             .forms = [](const auto&) { return likelihood_forms(); },
             .needs = {"data"}},
            likelihood);
    const std::string_view objective = "Objective";
    v.visit({.name = "adaptive-contrast",
             .help = "T tells q(z|x) from the Gaussian with its mean and variances, in place of the prior",
             .group = objective},
            adaptive_contrast);
    v.visit(
        {.name = "quadratic", .value = "X", .help = "T is what its networks give, and X times |z|^2", .group = objective, .low = -1e6, .high = 1e6},
        quadratic);
    v.visit({.name = "beta", .value = "B", .help = "weight of the divergence", .group = objective, .low = 0, .high = 1e9, .needs = {"data"}}, beta);
    v.visit({.name = "beta-schedule",
             .value = "SPEC",
             .help = "how that weight rises from 0: constant (at once), linear:STEPS or cyclical:STEPS[,CYCLES]",
             .group = objective,
             .forms = [](const auto&) { return ramp_forms(); },
             .needs = {"data"}},
            beta_schedule);
    v.visit({.name = "binarize",
             .help = "pixels as they are, 1 where above 1/2, or drawn anew at every step",
             .group = objective,
             .choices = names_of(binary_pixels),
             .needs = {"data"}},
            binarize);
    v.visit({.name = "dual-steps",
             .value = "K",
             .help = "updates of T at each step",
             .group = objective,
             .low = 1,
             .high = 10000,
             .example_default = "1; targets: 3"},
            dual_steps);
    v.visit({.name = "schedule",
             .help = "T learns from the same draws and weights as encoder and decoder, or after them from new ones",
             .group = objective,
             .choices = {"together", "alternating"}},
            schedule);
    v.visit({.name = "t-lr",
             .value = "X",
             .help = "learning rate of T",
             .group = "Training",
             .low = 0,
             .high = 1e30,
             .above_low = true,
             .example_default = "twice --lr; targets: ten times"},
            t_lr);
    training.describe(v);
}

void AvbOptions::settle(const OptionList& options) {
    if (target.empty()) return;
    const auto unless_given = [&](std::string_view name, auto& variable, const auto& value) {
        if (!options.find(name)->given) variable = value;
    };
    unless_given("batch", training.batch, 512);
    unless_given("ema", training.ema, 0.999);
}

void AvbOptions::check(const OptionList& options) const {
    if (data.empty() == target.empty())
        fail_usage(data.empty() ? "there is nothing to learn from: give DATA or --target" : "DATA and --target exclude each other");
    if (!target.empty()) {
        const std::vector<const Entry*> of_data = options.that_need("data");
        const auto found = std::ranges::find_if(of_data, [](const Entry* entry) { return entry->changed(); });
        if (found != of_data.end()) fail_usage("--target has no data: leave out ", (*found)->shown());
        if (training.keep == "best" || training.patience)
            fail_usage("--keep best and --patience look at validation data, which --target has none of");
    }
    if (adaptive_contrast && target.empty() && where_noise_is() != "basis")
        fail_usage("--adaptive-contrast takes the moments of q(z|x) from a noise basis: leave out --noise-at ", noise_at);
    if (basis && target.empty() && where_noise_is() != "basis") fail_usage("--basis goes with --noise-at basis and with --adaptive-contrast");
    objective();
}

void AvbOptions::check(const ImageExamples& images) const {
    const Likelihood p = parse_likelihood(likelihood);
    if (p.needs_unit_range() && !images.on_unit_range())
        fail(images.name(), ": /images are points without a range, the ", p.needs_bytes() ? "logistic" : "Bernoulli",
             " likelihood needs pixels; use --likelihood gaussian:SD");
    if (p.needs_bytes() && !images.are_bytes())
        fail(images.name(), ": /images are f32, the logistic likelihood needs pixels of 8 bits (u8); use --likelihood gaussian-full");
    if (p.needs_bytes() && binarize != "none") fail_usage("--likelihood ", likelihood, " is of grey pixels: leave out --binarize");
}

AvbObjective AvbOptions::objective() const {
    const auto* const way = std::ranges::find(binary_pixels, std::string_view(binarize), &std::pair<std::string_view, BinaryPixels>::first);
    return {.beta = beta,
            .ramp = parse_ramp(beta_schedule, "--beta-schedule"),
            .binarize = way->second,
            .dual_steps = static_cast<std::size_t>(dual_steps.value_or(target.empty() ? 1 : 3)),
            .together = schedule == "together"};
}

OptimizerSpec AvbOptions::optimizer() const {
    TrainingOptions mine = training;
    const bool says_betas = mine.optimizer.find("beta") != std::string::npos || !mine.betas.empty();
    if (mine.optimizer.starts_with("adam") && !says_betas) mine.betas = training.betas_unless_given;
    return mine.optimizer_spec();
}

}  // namespace gen
