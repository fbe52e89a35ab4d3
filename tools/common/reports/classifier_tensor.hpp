#pragma once

#include <string>
#include <string_view>

#include "core/parallel.hpp"
#include "formats/image_examples.hpp"
#include "formats/tensor.hpp"
#include "models/classifier/classifier.hpp"

namespace gen {

/// What a classifier can say of an image: "features" (what goes into its last layer), "logits", "probabilities", "labels" (the most likely class).
Words classifier_outputs();

/// One of these of every image, computed when rows are asked for, some at a time: [N,D], of labels i32 [N]. What is given outlives it.
Tensor classifier_tensor(const Classifier& classifier, std::string_view what, const ImageExamples& images, Parallel& parallel);

}  // namespace gen
