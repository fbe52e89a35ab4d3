#include "models/family.hpp"

#include <cmath>

#include "core/error.hpp"
#include "models/avb/avb.hpp"
#include "models/avb/encoder.hpp"
#include "models/latent_model.hpp"
#include "models/likelihood_images.hpp"
#include "models/network_encoder.hpp"
#include "models/network_images.hpp"
#include "prob/isotropic_gaussian.hpp"

namespace gen {
namespace {

constexpr std::string_view contrasts[] = {"prior", "adaptive"};

}  // namespace

void AvbSpec::describe(SpecVisitor& v) {
    v.visit("input", input);
    v.visit("latent", latent);
    v.optional("noise", noise);
    std::size_t networks = basis.size();
    v.optional("basis", networks);
    if (networks > most_basis) fail("basis is ", networks, ", expected at most ", most_basis);
    basis.resize(networks);
    v.choose("contrast", contrast, contrasts);
    v.visit("quadratic", quadratic);
    if (of_data) {
        if (v.has("range", bounded())) v.visit("range", low, high);
        std::string words = text(likelihood);
        v.visit("likelihood", words);
        likelihood = parse_likelihood(words);
    } else {
        v.visit("target", target);
    }
    v.group("networks", [&] {
        v.visit(of_data ? "encoder" : "generator", encoder);
        for (std::size_t i = 0; i < basis.size(); ++i) v.visit(join("basis-", i + 1), basis[i]);
        if (of_data) v.visit("decoder", decoder);
        v.visit("discriminator", discriminator);
        if (of_data) v.optional("discriminator-x", tower);
    });
}

void AvbSpec::check() const {
    expect_image_shape(input);
    if (latent == 0 || latent > 1 << 20 || noise > 1 << 20 || encoder.empty() || discriminator.empty() || !(low < high) || !std::isfinite(quadratic))
        fail("latent size, range, encoder and discriminator must be given");
    if (of_data && decoder.empty()) fail("the decoder must be given");
    if (noise == 0 && (!basis.empty() || !of_data)) fail("the size of the noise must be given");
    if (!of_data && (!basis.empty() || input != Shape{latent, 1, 1})) fail("a posterior has draws of [", latent, ",1,1] and no basis");
    if (of_data && adaptive() && basis.empty()) fail("adaptive contrast needs a noise basis");
}

std::unique_ptr<ImageModel> Avb::draws() const {
    const auto drawn_from = [latent = spec.latent](Parallel&) { return std::make_unique<IsotropicGaussian>(latent, GaussianPrior()); };
    return std::make_unique<LikelihoodImages>(decoder, spec.latent, spec.likelihood, takes(), drawn_from);
}

std::unique_ptr<ImageEncoder> Avb::encodes() const {
    if (!basis.empty()) return std::make_unique<AvbEncoder>(*this);
    return network_encoder(encoder, {.kind = CodeKind::implicit, .latent = spec.latent, .low = spec.low, .high = spec.high});
}

std::unique_ptr<LatentModel> Avb::density() const {
    return std::make_unique<LatentModel>(LatentModel{.form = takes(),
                                                     .prior = std::make_unique<IsotropicGaussian>(spec.latent, GaussianPrior()),
                                                     .encoder = encodes(),
                                                     .decoder = &decoder,
                                                     .likelihood = spec.likelihood});
}

std::unique_ptr<ImageModel> AvbPosterior::draws() const {
    return std::make_unique<NetworkImages>(encoder, LatentNoise::normal, NetworkImages::Output{.shape = spec.input});
}

const Family& Avb::family() {
    static const Family row = {
        .kinds = {"avb"}, .trainer = "avb-train", .abilities = abilities_of<Avb>(), .make = [](std::string_view, SpecVisitor& fields) {
            return model_of_fields<Avb>(AvbSpec(), fields);
        }};
    return row;
}

const Family& AvbPosterior::family() {
    static const Family row = {
        .kinds = {"posterior"}, .trainer = "avb-train", .abilities = abilities_of<AvbPosterior>(), .make = [](std::string_view, SpecVisitor& fields) {
            AvbSpec spec;
            spec.of_data = false;
            return model_of_fields<AvbPosterior>(std::move(spec), fields);
        }};
    return row;
}

}  // namespace gen
