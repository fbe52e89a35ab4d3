#include "formats/image_model.hpp"

#include "formats/architecture.hpp"
#include "formats/gan_model.hpp"
#include "formats/vae_model.hpp"
#include "models/gan/images.hpp"
#include "models/vae/images.hpp"

namespace gen {

std::unique_ptr<ImageModel> image_model_of(const Document& document, Weights weights) {
    const std::string kind = kind_of_architecture(architecture_text(document), document.name);
    if (kind == "gan") return std::make_unique<GanImages>(gan_of(document, weights));
    if (kind == "classifier") fail(document.name, ": the model is of kind classifier, expected vae, autoencoder or gan: train one with vae-train or gan-train");
    return std::make_unique<VaeImages>(vae_of(document, weights));
}

}  // namespace gen
