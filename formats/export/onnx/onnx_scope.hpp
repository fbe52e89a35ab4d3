#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/export/network_numbers.hpp"
#include "formats/export/onnx/onnx_graph.hpp"

namespace gen {

/// Where a layer stands when it is written: what it may look at beside its input.
struct OnnxScope {
    OnnxGraph& graph;
    const UsedLayer& layer;
    const OnnxValue& x;
    const std::vector<OnnxValue>& outputs;                                     // of the layers before it
    const std::function<std::string()>& class_of_row;                          // the input that says it
    const std::function<std::string(std::string_view, const Shape&)>& random;  // an input of random numbers: "normal" or "uniform"

    std::int64_t whole(const char* setting) const { return static_cast<std::int64_t>(layer.spec.setting(setting)); }
    float number(const char* setting) const { return static_cast<float>(layer.spec.setting(setting)); }
    /// The name of the layer's own numbers.
    std::string numbers(std::string_view name) const;
    std::string numbers(std::string_view name, const Shape& shape) const;
    OnnxValue node(std::string_view op, const std::vector<std::string>& inputs, const std::vector<OnnxAttribute>& attributes = {}) const {
        return graph.add(op, inputs, layer.output, attributes);
    }
};

}  // namespace gen
