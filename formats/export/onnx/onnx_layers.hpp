#pragma once

#include "formats/export/onnx/onnx_scope.hpp"

namespace gen {

/// What comes out of the layer. Throws Fault::input on one that ONNX does not have: "a layer table gives ...".
OnnxValue onnx_of(const OnnxScope& scope);

}  // namespace gen
