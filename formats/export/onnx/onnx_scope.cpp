#include "formats/export/onnx/onnx_scope.hpp"

namespace gen {

std::string OnnxScope::numbers(std::string_view name) const { return numbers(name, layer.array(name).shape); }

std::string OnnxScope::numbers(std::string_view name, const Shape& shape) const { return graph.constant(name, shape, layer.array(name).values); }

}  // namespace gen
