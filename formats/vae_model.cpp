#include "formats/vae_model.hpp"

#include "formats/architecture.hpp"

namespace gen {

Document document_of(const Vae& vae, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance) {
    return document_of(architecture_json(vae.spec), vae.networks(), training, optimizer, curve, provenance);
}

Vae vae_of(const Document& document, Weights weights) {
    return model_of<Vae>(document, vae_spec_of(architecture_text(document), document.name), weights);
}

void check_images(const Vae& vae, const ImageExamples& images) { check_images(images, vae.spec.input, vae.spec.classes); }

}  // namespace gen
