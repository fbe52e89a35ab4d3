#include "formats/export/onnx/onnx_minibatch.hpp"

namespace gen {
namespace {

using Ints = std::vector<std::int64_t>;

constexpr double epsilon = 1e-8;  // as in nn/minibatch.cpp

}  // namespace

// The batch as [rows of a group, groups, numbers]: row i belongs to group i modulo the number of groups.
OnnxValue onnx_minibatch_stddev(const OnnxScope& s) {
    OnnxGraph& g = s.graph;
    const auto node = [&](std::string_view op, const std::vector<std::string>& inputs, const std::vector<OnnxAttribute>& attributes = {}) {
        return g.add(op, inputs, {}, attributes).name;
    };
    const auto mean = [&](const std::string& x, std::int64_t axis) {
        return node("ReduceMean", {x}, {{"axes", Ints{axis}}, {"keepdims", std::int64_t{1}}});
    };
    const OnnxValue row = g.as_row(s.x);
    const std::string first = g.constant("first", Ints{0});
    const std::string rows = node("Slice", {node("Shape", {row.name}), first, g.constant("last", Ints{1})});
    const std::string group = g.constant("group", Ints{s.whole("group")});
    const std::string size = node("Where", {node("Equal", {node("Mod", {rows, group}), first}), group, rows});
    const std::string groups = node("Div", {rows, size});
    const auto sides = [&](std::size_t last) {
        return node("Concat", {size, groups, g.constant("numbers", Ints{static_cast<std::int64_t>(last)})}, {{"axis", std::int64_t{0}}});
    };
    const std::string batch = node("Reshape", {row.name, sides(row.shape[0])});
    const std::string centred = node("Sub", {batch, mean(batch, 0)});
    const std::string variance = mean(node("Mul", {centred, centred}), 0);
    const std::string deviation = mean(node("Sqrt", {node("Add", {variance, g.scalar("epsilon", epsilon)})}), 2);
    const std::string each = node("Expand", {deviation, sides(1)});
    const bool maps = s.x.shape.size() == 3;
    std::string told = node("Reshape", {each, g.constant("shape", maps ? Ints{-1, 1, 1, 1} : Ints{-1, 1})});
    if (maps) {
        const Ints pixels = {1, 1, static_cast<std::int64_t>(s.x.shape[1]), static_cast<std::int64_t>(s.x.shape[2])};
        told = node("Expand", {told, g.constant("pixels", pixels)});
    }
    return s.node("Concat", {s.x.name, told}, {{"axis", std::int64_t{1}}});
}

/// o_b = sum over the rows j of exp(-|M_b - M_jb|_1), with M = x T.
OnnxValue onnx_minibatch_discrimination(const OnnxScope& s) {
    const OnnxValue row = s.graph.as_row(s.x);
    const LayerArray& t = s.layer.array("weight");
    const Ints sides = {0, static_cast<std::int64_t>(t.shape[1]), static_cast<std::int64_t>(t.shape[2])};
    const OnnxValue product = s.graph.add("MatMul", {row.name, s.numbers("weight", {t.shape[0], t.shape[1] * t.shape[2]})}, {});
    const OnnxValue m = s.graph.add("Reshape", {product.name, s.graph.constant("shape", sides)}, {});
    const auto unsqueezed = [&](std::int64_t axis) { return s.graph.add("Unsqueeze", {m.name, s.graph.constant("axes", Ints{axis})}, {}).name; };
    const OnnxValue far = s.graph.add("Abs", {s.graph.add("Sub", {unsqueezed(1), unsqueezed(0)}, {}).name}, {});
    const auto sum_over = [&](const OnnxValue& v, std::int64_t axis) {
        return s.graph.add("ReduceSum", {v.name, s.graph.constant("axes", Ints{axis})}, {}, {{"keepdims", std::int64_t{0}}});
    };
    const OnnxValue near = s.graph.add("Exp", {s.graph.add("Neg", {sum_over(far, 3).name}, {}).name}, {});
    return s.node("Concat", {row.name, sum_over(near, 1).name}, {{"axis", std::int64_t{1}}});
}

}  // namespace gen
