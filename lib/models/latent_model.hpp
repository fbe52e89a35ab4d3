#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "models/image_encoder.hpp"
#include "models/image_form.hpp"
#include "nn/sequential.hpp"
#include "prob/likelihood.hpp"
#include "prob/prior.hpp"

namespace gen {

/// Images as codes explain them: what bounds of log p(x) and checks of codes go by, whatever the kind of model. The model outlives it.
struct LatentModel {
    ImageForm form;
    std::unique_ptr<const Prior> prior;     // p(z)
    std::unique_ptr<ImageEncoder> encoder;  // q(z|x)
    const Sequential* decoder = nullptr;
    std::optional<Likelihood> likelihood = {};  // p(x|z), by the decoder's outputs; without one these are an image
    double low = 0;                             // of that image's pixels, which are mapped to [0, 1]; not finite: as they are
    double high = 1;

    std::size_t latent() const { return prior->dimensions(); }
    std::size_t pixels() const { return count(form.shape); }
    CodeKind codes() const { return encoder->kind(); }
    /// Why there is no bound of log p(x), after "the model "; empty where there is one.
    std::string_view unbounded() const;

    /// The decoder's image: the mean of p(x|z).
    void image(const real* o, real* x) const;
    /// How far x is from what the decoder says, in this unit: -log p(x|z) in nats, or without a likelihood the squared error of all pixels.
    double misfit(const real* o, const real* x) const;
    std::string_view unit() const { return likelihood ? "nats" : "squared error"; }
};

}  // namespace gen
