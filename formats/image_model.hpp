#pragma once

#include <memory>

#include "formats/model.hpp"
#include "models/image_model.hpp"

namespace gen {

/// A model of any kind that makes images, for use alone. Throws Fault::input as the kinds do, and on a kind that makes none.
std::unique_ptr<ImageModel> image_model_of(const Document& document, Weights weights = Weights::averaged);

}  // namespace gen
