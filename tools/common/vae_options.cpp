#include "tools/common/vae_options.hpp"

#include <tuple>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "nn/architecture.hpp"
#include "nn/layer_table.hpp"

namespace gen {
namespace {

using Kind = VaeObjective::Kind;
using Binarize = VaeObjective::Binarize;

template <class T, std::size_t n>
T chosen(const std::pair<std::string_view, T> (&table)[n], std::string_view name) {
    for (const auto& [known, value] : table)
        if (known == name) return value;
    fail_usage(name, " is not known");
}

// "LOW,HIGH" or "MEAN,SD".
std::pair<double, double> pair_of(std::string_view text, const char* option, const char* expected) {
    const auto [first, second] = split_at(text, ',');
    if (second.empty()) fail_usage(option, " is ", text, ", expected ", expected);
    return {parse_number(first, option), parse_number(second, option)};
}

}  // namespace

void VaeOptions::describe(OptionVisitor& v) {
    v.visit({.name = "DATA", .help = "images to learn", .required = true, .expects = Expects::file}, data);
    v.visit({.name = "valid", .value = "FILE", .help = "images to validate on after every epoch", .expects = Expects::file, .recorded = false}, valid);
    const std::string_view model = "Model";
    v.visit({.name = "latent", .letter = 'l', .value = "N", .help = "latent dimensions", .group = model, .low = 1, .high = 65536}, latent);
    v.visit({.name = "encoder", .value = "SPEC", .help = "hidden layers of the encoder, as in mlp:500,500", .group = model}, encoder);
    v.visit({.name = "decoder", .value = "SPEC", .help = "hidden layers of the decoder; the encoder's in reverse order unless given", .group = model,
             .example_default = "mirror of --encoder"}, decoder);
    v.visit({.name = "activation", .value = "NAME", .help = "relu, leaky-relu[:SLOPE], tanh, sigmoid, elu[:ALPHA] or softplus", .group = model}, activation);
    v.visit({.name = "likelihood", .value = "SPEC", .help = "p(x|z): bernoulli (pixels in [0,1]) or gaussian:SD", .group = model}, likelihood);
    v.visit({.name = "prior", .value = "MEAN,SD", .help = "p(z): a Gaussian, the same in every dimension", .group = model}, prior);
    v.visit({.name = "logvar-range", .value = "LO,HI", .help = "the encoder's log-variances are clamped to this range", .group = model,
             .example_default = "not clamped"}, logvar_range);
    v.visit({.name = "init", .value = "NAME", .help = "initialisation: pytorch, he, glorot, lecun or normal:SD", .group = model}, init);
    v.visit({.name = "output-bias", .help = "the decoder's last bias at the start: 0 or as --init says, or from the mean of every pixel", .group = model,
             .choices = {"none", "marginals"}}, output_bias);
    const std::string_view aim = "Objective";
    v.visit({.name = "objective", .help = "what is minimised: reconstruction and divergence, one of them alone; or principal components",
             .group = aim, .choices = {"vae", "autoencoder", "kl-only", "pca"}}, objective_name);
    v.visit({.name = "beta", .value = "B", .help = "weight of the divergence; where it is not 1 the loss is no bound", .group = aim, .low = 0, .high = 1e9}, beta);
    v.visit({.name = "samples", .value = "L", .help = "latent samples an image", .group = aim, .low = 1, .high = 10000}, samples);
    v.visit({.name = "binarize", .help = "pixels as they are, 1 where above 1/2, or drawn anew at every step", .group = aim,
             .choices = {"none", "threshold", "dynamic"}}, binarize);
    training.describe(v);
}

VaeObjective VaeOptions::objective() const {
    const std::pair<std::string_view, Kind> kinds[] = {{"vae", Kind::vae}, {"autoencoder", Kind::autoencoder}, {"kl-only", Kind::kl_only}, {"pca", Kind::autoencoder}};
    const std::pair<std::string_view, Binarize> ways[] = {
        {"none", Binarize::none}, {"threshold", Binarize::threshold}, {"dynamic", Binarize::dynamic}};
    VaeObjective objective = {.kind = chosen(kinds, objective_name), .beta = beta, .samples = static_cast<std::size_t>(samples)};
    objective.binarize = chosen(ways, binarize);
    if (objective.kind == Kind::autoencoder && (samples != 1 || beta != 1))
        fail_usage("--objective ", objective_name, " has no divergence and no samples: leave out --beta and --samples");
    return objective;
}

VaeSpec VaeOptions::spec(const Shape& input) const {
    VaeSpec spec;
    spec.stochastic = objective().kind != Kind::autoencoder;
    spec.input = input;
    spec.latent = static_cast<std::size_t>(latent);
    const auto [mean, sd] = pair_of(prior, "--prior", "MEAN,SD");
    if (sd <= 0) fail_usage("--prior: the standard deviation is ", sd, ", expected more than 0");
    spec.prior = {mean, sd};
    spec.likelihood = parse_likelihood(likelihood);
    if (!logvar_range.empty()) {
        std::tie(spec.logvar_low, spec.logvar_high) = pair_of(logvar_range, "--logvar-range", "LO,HI");
        if (spec.logvar_low >= spec.logvar_high) fail_usage("--logvar-range is ", logvar_range, ", expected LO below HI");
    }
    const LayerSpec between = parse_activation(activation);
    if (in_closed_form()) {
        spec.likelihood = parse_likelihood("gaussian:1");
        spec.encoder = expand_architecture("mlp:", between, spec.pixels(), spec.latent);
        spec.decoder = expand_architecture("mlp:", between, spec.latent, spec.pixels());
        return spec;
    }
    spec.encoder = expand_architecture(encoder, between, spec.pixels(), spec.encoder_outputs());
    spec.decoder = expand_architecture(decoder.empty() ? mirror_architecture(encoder) : decoder, between, spec.latent, spec.pixels());
    return spec;
}

Vae VaeOptions::make(const ImageExamples& examples, const std::optional<Document>& start, std::uint64_t seed) const {
    const VaeSpec wanted = spec(examples.shape());
    if (start) {
        Vae vae = vae_of(*start);
        const std::string difference = difference_of_architectures(vae.spec, wanted);
        if (!difference.empty()) fail(start->name, ": /architecture: ", difference, " by the options of this run");
        return vae;
    }
    Vae vae(wanted);
    vae.initialise(parse_initialisation(init), seed);
    if (output_bias == "marginals") vae.set_output_bias(pixel_means(examples));
    return vae;
}

void VaeOptions::check_range(const ImageExamples& examples) const {
    if (parse_likelihood(likelihood).needs_unit_range() && !examples.on_unit_range())
        fail(examples.name(), ": /images are points without a range, the Bernoulli likelihood needs pixels; use --likelihood gaussian:SD");
}

void VaeOptions::check_shape(const Vae& vae, const ImageExamples& examples) {
    if (examples.shape() != vae.spec.input)
        fail(examples.name(), ": images are ", text(examples.shape()), ", the model takes ", text(vae.spec.input));
}

}  // namespace gen
