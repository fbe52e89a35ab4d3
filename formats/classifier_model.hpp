#pragma once

#include "formats/image_examples.hpp"
#include "formats/model.hpp"
#include "models/classifier/classifier.hpp"

namespace gen {

/// Models of the kind "classifier": one network of this name.
Document document_of(const Classifier& classifier, const std::optional<Training>& training, const Optimizer& optimizer, const Curve& curve,
                     const std::optional<Provenance>& provenance);

/// Throws Fault::input on another kind, an architecture that is not understood, shapes that do not fit it, numbers that are not finite.
Classifier classifier_of(const Document& document, Weights weights = Weights::averaged);

/// Throws Fault::input where images are not what the classifier takes, or do not have labels that it knows under the same names.
void check_images(const Classifier& classifier, const ImageExamples& images);

}  // namespace gen
