#include "formats/export/onnx/onnx_rendering.hpp"

namespace gen {
namespace {

using Ints = std::vector<std::int64_t>;

OnnxValue values_of(OnnxGraph& graph, OnnxValue x, const Rendering& how) {
    if (how.squashed) x = graph.add("Sigmoid", {x.name}, x.shape);
    x = add_affine(graph, x, how.scale, -how.low * how.scale);
    return how.clamped ? add_clip(graph, x, 0, 1) : x;
}

/// Planes of `n` numbers as [components, n].
OnnxValue planes(OnnxGraph& graph, const OnnxValue& row, std::size_t first, std::size_t components, std::size_t n) {
    const OnnxValue part = add_columns(graph, row, first * n, (first + components) * n);
    const Ints sides = {0, static_cast<std::int64_t>(components), static_cast<std::int64_t>(n)};
    return graph.add("Reshape", {part.name, graph.constant("shape", sides)}, {components, n});
}

}  // namespace

OnnxValue add_columns(OnnxGraph& graph, const OnnxValue& row, std::size_t first, std::size_t last) {
    if (first == 0 && last == row.shape[0]) return row;
    return graph.add("Slice",
                     {row.name, graph.constant("starts", Ints{static_cast<std::int64_t>(first)}),
                      graph.constant("ends", Ints{static_cast<std::int64_t>(last)}), graph.constant("axes", Ints{1})},
                     {last - first});
}

OnnxValue add_affine(OnnxGraph& graph, const OnnxValue& x, double scale, double shift) {
    const OnnxValue scaled = scale == 1 ? x : graph.add("Mul", {x.name, graph.scalar("scale", scale)}, x.shape);
    return shift == 0 ? scaled : graph.add("Add", {scaled.name, graph.scalar("shift", shift)}, x.shape);
}

OnnxValue add_clip(OnnxGraph& graph, const OnnxValue& x, double low, double high) {
    return graph.add("Clip", {x.name, graph.scalar("low", low), graph.scalar("high", high)}, x.shape);
}

OnnxValue add_rendering(OnnxGraph& graph, const OnnxValue& given, const Rendering& how, const Shape& image) {
    graph.begin_part("rendering");
    const OnnxValue row = graph.as_row(given);
    const std::size_t n = count(image);
    OnnxValue x;
    if (how.components == 1) {
        x = values_of(graph, add_columns(graph, row, 0, n), how);
    } else {
        const OnnxValue weights = graph.add("Softmax", {planes(graph, row, 0, how.components, n).name}, {}, {{"axis", std::int64_t{1}}});
        const OnnxValue values = values_of(graph, planes(graph, row, how.components, how.components, n), how);
        const OnnxValue products = graph.add("Mul", {weights.name, values.name}, {});
        x = graph.add("ReduceSum", {products.name, graph.constant("axes", Ints{1})}, {n}, {{"keepdims", std::int64_t{0}}});
    }
    return graph.reshaped(x, image);
}

}  // namespace gen
