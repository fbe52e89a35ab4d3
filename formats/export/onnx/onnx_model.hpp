#pragma once

#include <string>
#include <string_view>

#include "formats/export/exported.hpp"

namespace gen {

/// An ONNX file of one network of a model: of the one that makes images unless the plan names another.
///   images     latents [N,D], and class [N] where the model is conditional, to images: what gen-sample gives
///   encoder    images, as gen-sample gives them, to mean and logvar, or code
///   others     images, or latents, or what training gives the network, to logit, logits or output
/// `producer`: "data-export 0.1.0". Throws Fault::input on a layer that ONNX does not have.
std::string onnx_file(const Exported& exported, std::string_view producer);

}  // namespace gen
