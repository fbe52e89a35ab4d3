#pragma once

#include <string>

#include "eval/model_under_test.hpp"
#include "formats/document.hpp"
#include "formats/image_examples.hpp"
#include "models/model.hpp"

namespace gen {

/// What a model file says of its training. Where `data`, with this digest, are the images that the training was validated on, also the loss that its
/// log has for them, and the same computed anew, with the objective and the random numbers of the training.
TrainingRecord training_record(const Document& document, Model& subject, const ImageExamples& data, const std::string& digest, Parallel& parallel);

}  // namespace gen
