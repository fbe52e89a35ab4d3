#include "formats/export/onnx/onnx_layers.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/export/onnx/onnx_minibatch.hpp"

namespace gen {
namespace {

using Ints = std::vector<std::int64_t>;
using S = const OnnxScope&;

/// `shape` of one number of each channel, to be multiplied with rows of the layer.
Shape by_channel(S s) { return s.x.shape.size() == 3 ? Shape{s.x.shape[0], 1, 1} : s.x.shape; }

Ints twice(std::int64_t n) { return {n, n}; }

OnnxValue linear(S s) {
    const OnnxValue row = s.graph.as_row(s.x);
    return s.node("Gemm", {row.name, s.numbers("weight"), s.numbers("bias")}, {{"transB", std::int64_t{1}}});
}

template <bool transposed>
OnnxValue convolution(S s) {
    std::vector<OnnxAttribute> attributes = {
        {"kernel_shape", twice(s.whole("kernel"))}, {"strides", twice(s.whole("stride"))}, {"pads", Ints(4, s.whole("padding"))}};
    if (transposed) {
        const std::int64_t high = s.whole("output_padding");
        const std::int64_t wide = s.whole("output_padding_width");
        attributes.push_back({"output_padding", Ints{high, wide < 0 ? high : wide}});
    }
    std::vector<std::string> inputs = {s.graph.as_maps(s.x).name, s.numbers("weight")};
    if (s.layer.find("bias") != nullptr) inputs.push_back(s.numbers("bias"));
    return s.node(transposed ? "ConvTranspose" : "Conv", inputs, attributes);
}

OnnxValue batch_norm(S s) {
    return s.node("BatchNormalization", {s.x.name, s.numbers("weight"), s.numbers("bias"), s.numbers("running_mean"), s.numbers("running_var")},
                  {{"epsilon", s.number("eps")}});
}

/// By statistics of each example alone, over all of it or over each channel.
template <bool each_channel>
OnnxValue example_norm(S s) {
    const bool maps = s.x.shape.size() == 3;
    const OnnxValue x = each_channel ? s.graph.as_maps(s.x) : s.x;
    const Ints axes = each_channel ? Ints{2, 3} : maps ? Ints{1, 2, 3} : Ints{1};
    const Shape shape = each_channel && !maps ? Shape{s.x.shape[0], 1, 1} : by_channel(s);
    const auto mean_of = [&](const OnnxValue& v) { return s.graph.add("ReduceMean", {v.name}, {}, {{"axes", axes}, {"keepdims", std::int64_t{1}}}); };
    const OnnxValue centred = s.graph.add("Sub", {x.name, mean_of(x).name}, x.shape);
    const OnnxValue variance = mean_of(s.graph.add("Mul", {centred.name, centred.name}, x.shape));
    const OnnxValue shifted = s.graph.add("Add", {variance.name, s.graph.scalar("eps", s.layer.spec.setting("eps"))}, {});
    const OnnxValue scaled = s.graph.add("Div", {centred.name, s.graph.add("Sqrt", {shifted.name}, {}).name}, x.shape);
    const OnnxValue weighted = s.graph.add("Mul", {scaled.name, s.numbers("weight", shape)}, x.shape);
    return s.graph.reshaped(s.graph.add("Add", {weighted.name, s.numbers("bias", shape)}, x.shape), s.layer.output);
}

OnnxValue pool(S s, std::string_view op) {
    return s.node(op, {s.graph.as_maps(s.x).name}, {{"kernel_shape", twice(s.whole("kernel"))}, {"strides", twice(s.whole("stride"))}});
}

OnnxValue upsample(S s) {
    const float scale = s.number("scale");
    return s.node("Resize", {s.graph.as_maps(s.x).name, "", s.graph.constant("scales", {4}, {1, 1, scale, scale})},
                  {{"mode", std::string_view("nearest")},
                   {"coordinate_transformation_mode", std::string_view("asymmetric")},
                   {"nearest_mode", std::string_view("floor")}});
}

/// Numbers learnt for each class; behind them their mean, which class -1 has.
std::string classes_with_mean(S s, std::string_view name) {
    const LayerArray& table = s.layer.array(name);
    const std::size_t width = table.shape[1];
    std::vector<float> values = table.values;
    for (std::size_t j = 0; j < width; ++j) {
        double sum = 0;
        for (std::size_t k = 0; k < table.shape[0]; ++k) sum += static_cast<double>(table.values[k * width + j]);
        values.push_back(static_cast<float>(sum / static_cast<double>(table.shape[0])));
    }
    return s.graph.constant(name, {table.shape[0] + 1, width}, values);
}

OnnxValue of_class(S s, std::string_view name) {
    return s.graph.add("Gather", {classes_with_mean(s, name), s.class_of_row()}, {s.layer.array(name).shape[1]}, {{"axis", std::int64_t{0}}});
}

OnnxValue condition(S s) {
    OnnxValue told = of_class(s, "weight");
    if (s.x.shape.size() == 3) {
        const Shape maps = {told.shape[0], s.x.shape[1], s.x.shape[2]};
        const OnnxValue pixel = s.graph.as_maps(told);
        const Ints sides = {1, static_cast<std::int64_t>(maps[0]), static_cast<std::int64_t>(maps[1]), static_cast<std::int64_t>(maps[2])};
        told = s.graph.add("Expand", {pixel.name, s.graph.constant("shape", sides)}, maps);
    }
    return s.node("Concat", {s.x.name, told.name}, {{"axis", std::int64_t{1}}});
}

OnnxValue projection(S s) {
    const OnnxValue row = s.graph.as_row(s.x);
    const OnnxValue direction = s.graph.add("Add", {of_class(s, "embedding").name, s.numbers("weight")}, row.shape);
    const OnnxValue products = s.graph.add("Mul", {row.name, direction.name}, row.shape);
    const OnnxValue sum = s.graph.add("ReduceSum", {products.name, s.graph.constant("axes", Ints{1})}, {1}, {{"keepdims", std::int64_t{1}}});
    return s.node("Add", {sum.name, s.numbers("bias")});
}

OnnxValue scale(S s) {
    const OnnxValue row = s.graph.as_row(s.x);
    return s.node("Pad", {row.name, s.graph.constant("pads", Ints{0, 0, 0, 1}), s.numbers("weight", {})});
}

OnnxValue maxout(S s) {
    const auto out = static_cast<std::size_t>(s.whole("out"));
    const auto pieces = static_cast<std::size_t>(s.whole("pieces"));
    const OnnxValue all =
        s.graph.add("Gemm", {s.graph.as_row(s.x).name, s.numbers("weight"), s.numbers("bias")}, {out * pieces}, {{"transB", std::int64_t{1}}});
    const Ints sides = {0, static_cast<std::int64_t>(out), static_cast<std::int64_t>(pieces)};
    const OnnxValue groups = s.graph.add("Reshape", {all.name, s.graph.constant("shape", sides)}, {out, pieces});
    return s.node("ReduceMax", {groups.name}, {{"axes", Ints{2}}, {"keepdims", std::int64_t{0}}});
}

OnnxValue dropout(S s) {
    if (s.whole("always") == 0) return s.x;
    const OnnxValue dropped = s.graph.add("Less", {s.random("uniform", s.x.shape), s.graph.scalar("p", s.layer.spec.setting("p"))}, s.x.shape);
    const OnnxValue kept = s.graph.add("Mul", {s.x.name, s.graph.scalar("scale", 1 / (1 - s.layer.spec.setting("p")))}, s.x.shape);
    return s.node("Where", {dropped.name, s.graph.scalar("zero", 0), kept.name});
}

OnnxValue noise(S s) {
    if (s.whole("always") == 0) return s.x;
    const OnnxValue scaled = s.graph.add("Mul", {s.random("normal", s.x.shape), s.graph.scalar("sd", s.layer.spec.setting("sd"))}, s.x.shape);
    return s.node("Add", {s.x.name, scaled.name});
}

OnnxValue append_noise(S s) {
    const OnnxValue row = s.graph.as_row(s.x);
    return s.node("Concat", {row.name, s.random("normal", {static_cast<std::size_t>(s.whole("size"))})}, {{"axis", std::int64_t{1}}});
}

OnnxValue mix_noise(S s) {
    const std::string numbers = s.random("normal", {static_cast<std::size_t>(s.whole("size"))});
    const OnnxValue mixed = s.graph.add("Gemm", {numbers, s.numbers("weight")}, {s.x.shape[0]}, {{"transB", std::int64_t{1}}});
    return s.node("Add", {s.x.name, s.x.shape.size() == 3 ? s.graph.as_maps(mixed).name : mixed.name});
}

struct Row {
    std::string_view type;
    OnnxValue (*write)(S s);
};

const Row rows[] = {
    {"linear", linear},
    {"relu", [](S s) { return s.node("Relu", {s.x.name}); }},
    {"leaky-relu", [](S s) { return s.node("LeakyRelu", {s.x.name}, {{"alpha", s.number("slope")}}); }},
    {"tanh", [](S s) { return s.node("Tanh", {s.x.name}); }},
    {"sigmoid", [](S s) { return s.node("Sigmoid", {s.x.name}); }},
    {"elu", [](S s) { return s.node("Elu", {s.x.name}, {{"alpha", s.number("alpha")}}); }},
    {"softplus", [](S s) { return s.node("Softplus", {s.x.name}); }},
    {"conv", convolution<false>},
    {"conv-transposed", convolution<true>},
    {"batch-norm", batch_norm},
    {"layer-norm", example_norm<false>},
    {"instance-norm", example_norm<true>},
    {"dropout", dropout},
    {"noise", noise},
    {"append-noise", append_noise},
    {"mix-noise", mix_noise},
    {"avg-pool", [](S s) { return pool(s, "AveragePool"); }},
    {"max-pool", [](S s) { return pool(s, "MaxPool"); }},
    {"upsample", upsample},
    {"pixel-shuffle",
     [](S s) { return s.node("DepthToSpace", {s.graph.as_maps(s.x).name}, {{"blocksize", s.whole("scale")}, {"mode", std::string_view("CRD")}}); }},
    {"residual", [](S s) { return s.node("Add", {s.x.name, s.outputs[static_cast<std::size_t>(s.whole("from"))].name}); }},
    {"condition", condition},
    {"projection", projection},
    {"scale", scale},
    {"maxout", maxout},
    {"minibatch-stddev", onnx_minibatch_stddev},
    {"minibatch-discrimination", onnx_minibatch_discrimination},
    {"flatten", [](S s) { return s.graph.as_row(s.x); }},
    {"unflatten", [](S s) { return s.graph.reshaped(s.x, s.layer.output); }},
};

}  // namespace

OnnxValue onnx_of(const OnnxScope& scope) {
    if (scope.layer.is_folded) return scope.x;
    const auto* const row = std::ranges::find(rows, scope.layer.spec.type, &Row::type);
    if (row == std::end(rows)) fail("a layer ", scope.layer.spec.type, " has no counterpart in ONNX; npz and safetensors hold its numbers");
    return row->write(scope);
}

}  // namespace gen
