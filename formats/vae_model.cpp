#include "formats/vae_model.hpp"

#include "core/error.hpp"
#include "formats/architecture.hpp"

namespace gen {

Document document_of(const Vae& vae, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance) {
    return document_of(architecture_json(vae.spec), vae.networks(), training, optimizer, curve, provenance);
}

Vae vae_of(const Document& document, Weights weights) {
    return model_of<Vae>(document, vae_spec_of(architecture_text(document), document.name), weights);
}

void check_images(const Vae& vae, const ImageExamples& images) {
    if (images.shape() != vae.spec.input) fail(images.name(), ": images are ", text(images.shape()), ", the model takes ", text(vae.spec.input));
    if (vae.spec.classes == 0) return;
    if (!images.labelled()) fail(images.name(), ": has no /labels, the model is conditional and needs the class of each image");
    if (images.class_count() > vae.spec.classes) fail(images.name(), ": has ", images.class_count(), " classes, the model knows ", vae.spec.classes);
}

}  // namespace gen
