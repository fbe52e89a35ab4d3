#include "models/family.hpp"

#include "core/error.hpp"
#include "models/alpha/alpha.hpp"
#include "models/latent_model.hpp"
#include "models/network_encoder.hpp"
#include "models/network_images.hpp"

namespace gen {
namespace {

constexpr std::string_view noises[] = {"normal", "uniform", "sphere"};
constexpr std::string_view units[] = {"image", "pixel"};

}  // namespace

void AlphaSpec::describe(SpecVisitor& v) {
    v.visit("input", input);
    v.visit("latent", latent);
    v.choose("noise", noise, noises);
    v.choose("codes", codes, code_kinds);
    if (v.has("range", bounded())) v.visit("range", low, high);
    if (mode->compares)
        v.group("reconstruction", [&] {
            v.choose("distance", distance, alpha_distances);
            v.visit("lambda", lambda);
            if (distance == AlphaDistance::features)
                v.visit("layer", layer);
            else
                v.choose("per", per_pixel, units);
        });
    v.group("networks", [&] {
        v.visit("encoder", encoder);
        v.visit("generator", generator);
        if (mode->has_discriminator()) v.visit("discriminator", discriminator);
        if (mode->judges_codes) v.visit("code_discriminator", code_discriminator);
    });
}

void AlphaSpec::check() const {
    expect_image_shape(input);
    if (latent == 0 || latent > 1 << 20 || encoder.empty() || generator.empty() || !(low < high) || !(lambda >= 0))
        fail("latent size, range, encoder, generator and the weight of the reconstruction must be given");
    if (mode->divergence && (codes != CodeKind::gaussian || noise != LatentNoise::normal))
        fail("the divergence in closed form is that of a Gaussian code from N(0, 1)");
    if (mode->compares && distance == AlphaDistance::features && (!mode->has_discriminator() || layer + 1 >= discriminator.size()))
        fail("features are those of layer ", layer, " of the discriminator, expected one before its last");
}

std::unique_ptr<ImageModel> Alpha::draws() const {
    return std::make_unique<NetworkImages>(
        generator, spec.noise, NetworkImages::Output{.shape = spec.input, .low = spec.low, .high = spec.high, .logits = spec.gives_logits()});
}

std::unique_ptr<ImageEncoder> Alpha::encodes() const {
    return network_encoder(encoder, {.kind = spec.codes, .latent = spec.latent, .low = spec.low, .high = spec.high});
}

// What G gives is an image and no distribution, but where it gives logits.
std::unique_ptr<LatentModel> Alpha::density() const {
    LatentModel model = {.form = takes(),
                         .prior = noise_prior(spec.noise, spec.latent),
                         .encoder = encodes(),
                         .decoder = &generator,
                         .low = spec.low,
                         .high = spec.high};
    if (spec.gives_logits()) model.likelihood = Likelihood();
    return std::make_unique<LatentModel>(std::move(model));
}

const Family& Alpha::family() {
    static const Family row = [] {
        Family family = {
            .kinds = {}, .trainer = "alphagan-train", .abilities = abilities_of<Alpha>(), .make = [](std::string_view kind, SpecVisitor& fields) {
                AlphaSpec spec;
                spec.mode = &alpha_mode(kind);
                return model_of_fields<Alpha>(std::move(spec), fields);
            }};
        for (const AlphaMode& mode : alpha_modes()) family.kinds.push_back(mode.name);
        return family;
    }();
    return row;
}

}  // namespace gen
