#pragma once

#include "formats/export/onnx/onnx_scope.hpp"

namespace gen {

/// Layers that compare the rows of a batch (nn/minibatch.hpp).
OnnxValue onnx_minibatch_stddev(const OnnxScope& scope);
OnnxValue onnx_minibatch_discrimination(const OnnxScope& scope);

}  // namespace gen
