#include "formats/classifier_model.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/architecture.hpp"

namespace gen {

Document document_of(const Classifier& classifier, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance) {
    return document_of(architecture_json(classifier.spec), classifier.networks(), training, optimizer, curve, provenance);
}

Classifier classifier_of(const Document& document, Weights weights) {
    return model_of<Classifier>(document, classifier_spec_of(architecture_text(document), document.name), weights);
}

void check_images(const Classifier& classifier, const ImageExamples& images) {
    const ClassifierSpec& spec = classifier.spec;
    if (images.shape() != spec.input)
        fail(images.name(), ": images are ", text(images.shape()), ", the classifier takes ", text(spec.input), "; import them with data-import --resize or --crop");
    if (!images.labelled()) fail(images.name(), ": has no /labels, expected the class of each image; import them with data-import --labels");
    if (images.class_count() > spec.classes)
        fail(images.name(), ": has ", images.class_count(), " classes, the classifier knows ", spec.classes, "; train it on data that have them all");
    const std::vector<std::string>& names = images.images().classes;
    for (std::size_t k = 0; k < std::min(names.size(), spec.names.size()); ++k)
        if (names[k] != spec.names[k]) fail(images.name(), ": class ", k, " is ", names[k], ", of the classifier ", spec.names[k]);
}

}  // namespace gen
