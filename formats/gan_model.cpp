#include "formats/gan_model.hpp"

#include "core/error.hpp"
#include "formats/architecture.hpp"

namespace gen {

Gan gan_of(const Document& document, Weights weights) {
    Gan gan = model_of<Gan>(document, gan_spec_of(architecture_text(document), document.name), weights);
    for (Sequential* const network : gan.networks()) network->prepare(false);
    return gan;
}

void check_images(const Gan& gan, const ImageExamples& images) {
    if (images.shape() != gan.spec.input) fail(images.name(), ": images are ", text(images.shape()), ", the model makes ", text(gan.spec.input));
    if (gan.spec.classes == 0) return;
    if (!images.labelled()) fail(images.name(), ": has no /labels, the model is conditional and needs the class of each image");
    if (images.class_count() > gan.spec.classes) fail(images.name(), ": has ", images.class_count(), " classes, the model knows ", gan.spec.classes);
}

}  // namespace gen
