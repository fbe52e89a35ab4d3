#include "models/family.hpp"

#include <cmath>

#include "core/error.hpp"
#include "models/likelihood_images.hpp"
#include "models/vae/prior.hpp"
#include "models/vae/vae.hpp"

namespace gen {

void VaeSpec::describe(SpecVisitor& v) {
    v.visit("input", input);
    v.visit("latent", latent);
    std::string words = text(likelihood);
    v.visit("likelihood", words);
    likelihood = parse_likelihood(words);
    v.optional("classes", classes);
    v.optional("class_names", class_names);
    v.group("prior", [&] {
        v.optional("vamp", pseudo_inputs);
        if (pseudo_inputs > 0) return;
        v.visit("mean", prior.mean);
        v.visit("sd", prior.sd);
    });
    if (v.has("logvar_range", std::isfinite(logvar_low))) v.visit("logvar_range", logvar_low, logvar_high);
    v.group("networks", [&] {
        v.visit("encoder", encoder);
        v.visit("decoder", decoder);
        if (pseudo_inputs > 0) v.visit("prior", pseudo);
    });
}

void VaeSpec::check() const {
    expect_image_shape(input);
    if (latent == 0 || latent > 1 << 20 || encoder.empty() || decoder.empty() || !(prior.sd > 0))
        fail("latent size, prior and both networks must be given");
    expect_class_names(class_names, classes);
}

std::unique_ptr<ImageModel> Vae::draws() const {
    const auto drawn_from = [this](Parallel& parallel) { return prior_of(*this, parallel); };
    return std::make_unique<LikelihoodImages>(decoder, spec.latent, spec.likelihood, takes(), drawn_from);
}

std::unique_ptr<ImageEncoder> Vae::encodes() const { return std::make_unique<Encoder>(*this); }
std::unique_ptr<LatentModel> Vae::density() const {
    Parallel parallel(1);
    return std::make_unique<LatentModel>(
        LatentModel{.form = takes(), .prior = prior_of(*this, parallel), .encoder = encodes(), .decoder = &decoder, .likelihood = spec.likelihood});
}

const Family& Vae::family() {
    static const Family row = {.kinds = {"vae", "autoencoder"},
                               .trainer = "vae-train",
                               .abilities = abilities_of<Vae>(),
                               .make = [](std::string_view kind, SpecVisitor& fields) {
                                   VaeSpec spec;
                                   spec.stochastic = kind == "vae";
                                   return model_of_fields<Vae>(std::move(spec), fields);
                               }};
    return row;
}

}  // namespace gen
