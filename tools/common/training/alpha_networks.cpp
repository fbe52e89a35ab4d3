// From the command line of alphagan-train to a model.

#include <algorithm>

#include "core/error.hpp"
#include "nn/architecture.hpp"
#include "nn/initialise.hpp"
#include "nn/layer_table.hpp"
#include "tools/common/training/alpha_options.hpp"
#include "tools/common/training/continued.hpp"

namespace gen {
namespace {

bool is_mlp(const Architecture& how) { return how.kind == Architecture::Kind::mlp; }

/// `noise` numbers beside what goes into the encoder's first dense layer.
void add_noise(std::vector<LayerSpec>& layers, std::size_t noise, bool dense) {
    const auto numbers = static_cast<double>(noise);
    if (dense) layers.insert(layers.begin(), {"flatten", {}});
    const auto flatten = std::ranges::find(layers, "flatten", &LayerSpec::type);
    const auto at = static_cast<std::size_t>(flatten - layers.begin()) + 1;
    for (auto& [name, value] : layers.at(at).settings)
        if (name == "in") value += numbers;
    insert_layer(layers, at, {"append-noise", {{"size", numbers}}});
}

}  // namespace

// Convolutions for images that they can halve twice, else dense layers.
std::string AlphaOptions::architecture(AlphaPart part, const Shape& input) const {
    const std::string usual = std::min(input[1], input[2]) >= 16 ? "dcgan:32" : "mlp:128,128,128";
    const std::string given = first_given(encoder, "", usual);
    switch (part) {
        case AlphaPart::encoder: return given;
        case AlphaPart::generator: return first_given(generator, "", given);
        case AlphaPart::discriminator: return first_given(discriminator, "", given);
        case AlphaPart::code_discriminator: return first_given(code_discriminator, "", "mlp:750,750");
    }
    return usual;
}

std::string AlphaOptions::initialisation(AlphaPart part, const Shape& input) const {
    const bool is_dcgan = architecture(part, input).starts_with("dcgan");
    return first_given(of(part).init, all.init, is_dcgan ? "normal:0.02" : "pytorch");
}

std::vector<LayerSpec> AlphaOptions::network(AlphaPart part, const AlphaSpec& spec) const {
    const bool judges = part == AlphaPart::discriminator || part == AlphaPart::code_discriminator;
    // C goes without normalisation, unless it is told so itself.
    const std::string norm = first_given(of(part).norm, part == AlphaPart::code_discriminator ? "" : all.norm, "");
    const LayerSpec between = parse_activation(first_given(of(part).activation, all.activation, judges ? "leaky-relu:0.2" : "relu"));
    const Architecture how = normalised(parse_architecture(architecture(part, spec.input), part == AlphaPart::generator && !generator.empty()), norm);
    std::vector<LayerSpec> layers;
    Shape seen = spec.input;
    if (part == AlphaPart::encoder) {
        layers = expand_encoder(how, between, seen, spec.latent * (spec.codes == CodeKind::gaussian ? 2 : 1));
        if (spec.codes == CodeKind::implicit) add_noise(layers, static_cast<std::size_t>(noise), is_mlp(how));
    } else if (part == AlphaPart::generator) {
        layers = expand_decoder(how, between, spec.latent, seen);
    } else if (part == AlphaPart::discriminator) {
        const bool pairs = spec.mode->judged == AlphaMode::Judged::pairs;
        if (pairs && is_mlp(how)) seen = {spec.pixels() + spec.latent};
        if (pairs && !is_mlp(how)) seen[0] += spec.latent;
        layers = expand_encoder(how, between, seen, 1);
    } else {
        if (!is_mlp(how)) fail_usage("--code-discriminator is ", code_discriminator, ", expected mlp:SIZES: codes are no images");
        layers = expand_encoder(how, between, {spec.latent}, 1);
    }
    if (norm == "spectral") make_spectral(layers);
    return layers;
}

void AlphaOptions::set_reconstruction(AlphaSpec& spec) const {
    const AlphaMode& m = *spec.mode;
    spec.distance = m.distance;
    for (std::size_t i = 0; i < std::size(alpha_distances); ++i)
        if (reconstruction == alpha_distances[i]) spec.distance = static_cast<AlphaDistance>(i);
    spec.lambda = m.shares ? 1 - share : lambda.value_or(m.lambda);
    spec.per_pixel = per.empty() ? m.per_pixel : per == "pixel";
    if (spec.distance != AlphaDistance::features) return;
    for (std::size_t i = 0; i < spec.discriminator.size(); ++i)
        if (is_activation(spec.discriminator[i].type)) spec.layer = i;
    if (feature_layer) spec.layer = static_cast<std::size_t>(*feature_layer);
    if (spec.layer + 1 >= spec.discriminator.size())
        fail_usage("--feature-layer is ", spec.layer, ", expected one of D's ", spec.discriminator.size(), " layers before the last");
}

AlphaSpec AlphaOptions::spec(const ImageExamples& images) const {
    AlphaSpec spec;
    spec.mode = &chosen();
    spec.input = images.shape();
    spec.latent = static_cast<std::size_t>(latent.value_or(static_cast<std::int64_t>(spec.mode->latent)));
    spec.noise = latent_noise == "normal" ? LatentNoise::normal : latent_noise == "uniform" ? LatentNoise::uniform : LatentNoise::sphere;
    spec.codes = spec.mode->codes;
    for (std::size_t i = 0; i < std::size(code_kinds); ++i)
        if (codes == code_kinds[i]) spec.codes = static_cast<CodeKind>(i);
    if (spec.mode->has_discriminator()) spec.discriminator = network(AlphaPart::discriminator, spec);
    if (spec.mode->judges_codes) spec.code_discriminator = network(AlphaPart::code_discriminator, spec);
    set_reconstruction(spec);
    if (spec.gives_logits() && !images.on_unit_range())
        fail_usage("--reconstruction bernoulli is of pixels, ", images.name(), " holds points without a range; use l2");
    std::vector<LayerSpec> end;
    pixels.set(images, spec.low, spec.high, end, spec.gives_logits());
    spec.encoder = network(AlphaPart::encoder, spec);
    spec.generator = network(AlphaPart::generator, spec);
    spec.generator.insert(spec.generator.end(), end.begin(), end.end());
    check_penalties(spec);
    return spec;
}

Alpha AlphaOptions::make(const ImageExamples& examples, const std::optional<Document>& start, std::uint64_t seed) const {
    if (static_cast<std::size_t>(training.batch) > examples.size())
        fail_usage("--batch ", training.batch, " is more than the ", examples.size(), " examples of ", examples.name(),
                   "; batches of alphagan-train are whole");
    const AlphaSpec wanted = spec(examples);
    // NOLINTNEXTLINE(performance-no-automatic-move): what a lambda refers to is not moved
    if (start) return continued<Alpha>(*start, [&](const Alpha&) { return wanted; });
    Alpha model(wanted);
    std::vector<Initialisation> each;
    for (const AlphaPart part : wanted.mode->parts()) each.push_back(parse_initialisation(initialisation(part, wanted.input)));
    model.initialise(each, seed);
    return model;
}

}  // namespace gen
