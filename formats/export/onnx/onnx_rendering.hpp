#pragma once

#include "formats/export/onnx/onnx_graph.hpp"
#include "models/image_model.hpp"

namespace gen {

/// The images that come of what a network gives, as `how` says: rows of the shape `image`.
OnnxValue add_rendering(OnnxGraph& graph, const OnnxValue& given, const Rendering& how, const Shape& image);

/// Numbers first ... last - 1 of each row.
OnnxValue add_columns(OnnxGraph& graph, const OnnxValue& row, std::size_t first, std::size_t last);
/// x scale + shift, without what does nothing.
OnnxValue add_affine(OnnxGraph& graph, const OnnxValue& x, double scale, double shift);
OnnxValue add_clip(OnnxGraph& graph, const OnnxValue& x, double low, double high);

}  // namespace gen
