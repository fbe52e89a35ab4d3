#pragma once

#include <string_view>

#include "eval/binarized.hpp"
#include "formats/image_examples.hpp"
#include "models/latent_model.hpp"

namespace gen {

/// --binarize: none, threshold or dynamic.
Binarized::Way parse_binarize(std::string_view name);

/// Throws Fault::input where images are not what the model and its likelihood are of, Fault::usage where they cannot be binarised for it.
void check_evaluation(const LatentModel& model, const ImageExamples& data, Binarized::Way way);

}  // namespace gen
