#include "tools/common/training/vae_options.hpp"

#include <tuple>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "nn/architecture.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/training/continued.hpp"

namespace gen {
namespace {

// "LOW,HIGH" or "MEAN,SD".
std::pair<double, double> pair_of(std::string_view text, const char* option, const std::string& expected) {
    const auto [first, second] = split_at(text, ',');
    if (second.empty()) fail_usage(option, " is ", text, ", expected ", expected);
    return {parse_number(first, option), parse_number(second, option)};
}

}  // namespace

void VaeOptions::describe(OptionVisitor& v) {
    v.visit({.name = "DATA", .help = "images to learn from", .required = true, .expects = Expects::file}, data);
    v.visit({.name = "valid", .value = "FILE", .help = "images to validate on after every epoch", .expects = Expects::file, .recorded = false},
            valid);
    const std::string_view model = "Model";
    static const std::string likelihood_help = join("p(x|z): ", likelihood_syntax(), "; see LIKELIHOODS");
    static const std::string init_help = join("initialisation: ", initialisation_syntax());
    v.visit({.name = "latent", .letter = 'l', .value = "N", .help = "latent dimensions", .group = model, .low = 1, .high = 65536}, latent);
    v.visit({.name = "encoder",
             .value = "SPEC",
             .help = "hidden layers: mlp:SIZES, conv:SIZES, dcgan or resnet:SIZES; see ARCHITECTURES",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); }},
            encoder);
    v.visit({.name = "decoder",
             .value = "SPEC",
             .help = "hidden layers of the decoder, sizes starting at the latent numbers",
             .group = model,
             .forms = [](const auto&) { return architecture_forms(); },
             .example_default = "mirror of --encoder"},
            decoder);
    v.visit({.name = "activation",
             .value = "NAME",
             .help = activation_syntax(),
             .group = model,
             .forms = [](const auto&) { return activation_forms(); },
             .example_default = "relu; encoder dcgan: leaky-relu:0.2"},
            activation);
    v.visit({.name = "likelihood", .value = "SPEC", .help = likelihood_help, .group = model, .forms = [](const auto&) { return likelihood_forms(); }},
            likelihood);
    v.visit({.name = "prior",
             .value = "SPEC",
             .help = "p(z): MEAN,SD of a Gaussian, the same in every dimension, or vamp:K, a mixture of K encoded pseudo-inputs",
             .group = model,
             .forms = [](const auto&) { return Forms{"vamp:"}; }},
            prior);
    v.visit({.name = "condition",
             .help = "what both networks are told besides their input: nothing, or the class of each image",
             .group = model,
             .choices = {"none", "labels"}},
            condition);
    v.visit({.name = "logvar-range",
             .value = "LO,HI",
             .help = "the encoder's log-variances are clamped to this range",
             .group = model,
             .example_default = "not clamped"},
            logvar_range);
    v.visit({.name = "init", .value = "NAME", .help = init_help, .group = model, .forms = [](const auto&) { return initialisation_forms(); }}, init);
    v.visit({.name = "output-bias",
             .help = "the decoder's last bias at the start: as --init has it, or from the mean of every pixel",
             .group = model,
             .choices = {"none", "marginals"}},
            output_bias);
    aim.describe(v);
    training.describe(v);
}

VaeSpec VaeOptions::spec(const ImageExamples& images) const {
    VaeSpec spec;
    spec.stochastic = !aim.objective(images.size()).type->uses_codes;
    spec.input = images.shape();
    spec.latent = static_cast<std::size_t>(latent);
    if (const auto [kind, number] = split_at(prior, ':'); kind == "vamp") {
        spec.pseudo_inputs = parse_count(number, "--prior vamp");
        if (aim.iwae || !vae_objective_type(aim.name).is_plain || aim.free_bits > 0 || !aim.capacity.empty())
            fail_usage("--prior vamp goes with the plain objective: leave out --iwae, --objective, --free-bits and --capacity");
        if (!images.on_unit_range())
            fail(images.name(), ": /images have no range, pseudo-inputs of --prior vamp are pixels in it; use --prior MEAN,SD");
        spec.pseudo = {{"table", {{"rows", static_cast<double>(spec.pseudo_inputs)}, {"out", static_cast<double>(spec.pixels())}}}, {"sigmoid", {}}};
    } else {
        const auto [mean, sd] = pair_of(prior, "--prior", "MEAN,SD or vamp:K" + did_you_mean(kind, {"vamp"}));
        if (sd <= 0) fail_usage("--prior: the standard deviation is ", sd, ", expected more than 0");
        spec.prior = {mean, sd};
    }
    spec.likelihood = parse_likelihood(aim.in_closed_form() ? "gaussian:1" : likelihood).resolved(images.on_unit_range());
    if (!logvar_range.empty()) {
        std::tie(spec.logvar_low, spec.logvar_high) = pair_of(logvar_range, "--logvar-range", "LO,HI");
        if (spec.logvar_low >= spec.logvar_high) fail_usage("--logvar-range is ", logvar_range, ", expected LO below HI");
    }
    if (condition == "labels") {
        if (aim.in_closed_form()) fail_usage("--objective ", aim.name, " takes no --condition");
        if (spec.pseudo_inputs > 0) fail_usage("--prior vamp and --condition exclude each other");
        spec.classes = images.class_count();
        spec.class_names = images.class_names();
    }
    set_networks(spec);
    return spec;
}

void VaeOptions::set_networks(VaeSpec& spec) const {
    const LayerSpec between = activation.empty() ? LayerSpec() : parse_activation(activation);
    const Architecture in = parse_architecture(aim.in_closed_form() ? "mlp:" : encoder);
    const Architecture out = aim.in_closed_form() || decoder.empty() ? in : parse_architecture(decoder, true);
    const auto told = static_cast<double>(spec.classes);
    const LayerSpec condition_layer = {"condition", {{"classes", told}, {"size", told}}};
    Shape seen = spec.input;
    if (spec.classes > 0 && in.kind == Architecture::Kind::mlp)
        seen = {spec.pixels() + spec.classes};
    else
        seen[0] += spec.classes;
    spec.encoder = expand_encoder(in, between, seen, spec.encoder_outputs());
    const bool each = spec.likelihood.scale == Likelihood::Scale::shared;
    const std::size_t planes = each ? 1 : spec.likelihood.outputs(spec.pixels()) / spec.pixels();
    spec.decoder = expand_decoder(out, between, spec.latent + spec.classes, {planes * spec.input[0], spec.input[1], spec.input[2]});
    if (each) spec.decoder.push_back({"scale", {}});
    if (spec.classes == 0) return;
    insert_layer(spec.encoder, 0, condition_layer);
    if (in.kind == Architecture::Kind::mlp) insert_layer(spec.encoder, 0, {"flatten", {}});
    insert_layer(spec.decoder, 0, condition_layer);
}

Vae VaeOptions::make(const ImageExamples& examples, const std::optional<Document>& start, std::uint64_t seed) const {
    const VaeSpec wanted = spec(examples);
    // NOLINTNEXTLINE(performance-no-automatic-move): what a lambda refers to is not moved
    if (start) return continued<Vae>(*start, [&](const Vae&) { return wanted; });
    Vae vae(wanted);
    vae.initialise(parse_initialisation(init), seed);
    if (output_bias == "marginals") vae.set_output_bias(pixel_means(examples));
    return vae;
}

void VaeOptions::check(const ImageExamples& examples) const {
    const Likelihood p = parse_likelihood(likelihood);
    if (p.needs_unit_range() && !examples.on_unit_range())
        fail(examples.name(), ": /images are points without a range, the ", p.needs_bytes() ? "logistic" : "Bernoulli",
             " likelihood needs pixels; use --likelihood gaussian:SD");
    if (p.needs_bytes() && !examples.are_bytes())
        fail(examples.name(), ": /images are f32, the logistic likelihood needs pixels of 8 bits (u8); use --likelihood gaussian-full");
    if (p.needs_bytes() && aim.binarize != "none") fail_usage("--likelihood ", likelihood, " is of grey pixels: leave out --binarize");
    if (condition == "labels" && !examples.labelled())
        fail(examples.name(), ": has no /labels, --condition labels needs the class of each image; import them with data-import --labels");
}

}  // namespace gen
