#pragma once

#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/vae/vae.hpp"

namespace gen {

/// Models of the kinds "vae" and "autoencoder": networks encoder, decoder and, of a VampPrior, prior.
Document document_of(const Vae& vae, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance);

/// Throws Fault::input on another kind, an architecture that is not understood, shapes that do not fit it, numbers that are not finite.
Vae vae_of(const Document& document, Weights weights = Weights::averaged);

/// Throws Fault::input where images are not what the model takes: their size, labels that a conditional model needs.
void check_images(const Vae& vae, const ImageExamples& images);

}  // namespace gen
