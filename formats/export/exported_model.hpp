#pragma once

#include "formats/export/exported.hpp"

namespace gen {

/// The arrays of a model's networks, as `network.index.weight` in the shapes of PyTorch; of one network alone `index.weight`. Throws Fault::usage
/// where the model has no network of that name.
Exported exported_model(const Document& document, const ModelPlan& plan);

}  // namespace gen
