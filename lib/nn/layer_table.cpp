#include "nn/layer_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "core/words.hpp"
#include "nn/activation.hpp"
#include "nn/batch_norm.hpp"
#include "nn/conv.hpp"
#include "nn/joining.hpp"
#include "nn/layout.hpp"
#include "nn/linear.hpp"
#include "nn/maxout.hpp"
#include "nn/minibatch.hpp"
#include "nn/noise.hpp"
#include "nn/noise_input.hpp"
#include "nn/norm.hpp"
#include "nn/pooling.hpp"
#include "nn/projection.hpp"

namespace gen {
namespace {

constexpr double many = 1 << 24;

Setting size(std::string_view name) { return {name, 1, many, true}; }

Setting stride() { return {"stride", 1, 1024, true, 1}; }
Setting padding() { return {"padding", 0, 1024, true, 0}; }
Setting bias() { return {"bias", 0, 1, true, 1}; }
Setting always() { return {"always", 0, 1, true, 0}; }
Setting spectral() { return {"spectral", 0, 1, true, 0}; }

Setting factor(std::string_view name) { return {name, 0, 1e6}; }
Setting epsilon() { return {"eps", 1e-12, 1, false, 1e-5}; }

// What makes a layer is given all settings, those left out with their defaults.
std::size_t at(const LayerSpec& spec, const char* name) { return static_cast<std::size_t>(spec.setting(name)); }

template <class T>
std::unique_ptr<Layer> plain(const LayerSpec&, const Shape& input) {
    return std::make_unique<T>(input);
}

// One number for both ways, unless the width has its own.
OutputPadding output_padding(const LayerSpec& s) {
    const std::size_t height = at(s, "output_padding");
    return {height, s.setting("output_padding_width") < 0 ? height : at(s, "output_padding_width")};
}

template <class T, bool transposed>
std::unique_ptr<Layer> convolution(const LayerSpec& s, const Shape& input) {
    return std::make_unique<T>(input, ConvSettings{.in = at(s, "in"),
                                                   .out = at(s, "out"),
                                                   .kernel = at(s, "kernel"),
                                                   .stride = at(s, "stride"),
                                                   .padding = at(s, "padding"),
                                                   .output_padding = transposed ? output_padding(s) : OutputPadding(),
                                                   .bias = at(s, "bias") == 1,
                                                   .spectral = at(s, "spectral") == 1});
}

template <bool by_channel>
std::unique_ptr<Layer> example_norm(const LayerSpec& s, const Shape& input) {
    return std::make_unique<ExampleNorm>(input, at(s, "channels"), s.setting("eps"), by_channel);
}

/// From sizes, in this order.
template <class T, class... Names>
std::unique_ptr<Layer> sized(const LayerSpec& s, const Shape& input, Names... names) {
    return std::make_unique<T>(input, at(s, names)...);
}

using Spec = const LayerSpec&;
using In = const Shape&;
using Made = std::unique_ptr<Layer>;

const LayerType types[] = {
    {.name = "linear",
     .settings = {size("in"), size("out"), spectral()},
     .make = [](Spec s, In x) -> Made { return std::make_unique<Linear>(x, at(s, "in"), at(s, "out"), at(s, "spectral") == 1); },
     .takes_rows = true,
     .summary = "x W + b"},
    {.name = "relu",
     .make = [](Spec, In x) -> Made { return std::make_unique<Relu>(x, 0); },
     .function = [](double x, double) { return std::max(x, 0.0); },
     .summary = "max(x, 0)"},
    {.name = "leaky-relu",
     .settings = {factor("slope")},
     .make = [](Spec s, In x) -> Made { return std::make_unique<Relu>(x, s.setting("slope")); },
     .function = [](double x, double slope) { return x > 0 ? x : slope * x; },
     .number = 0.01,
     .summary = "max(x, 0) + slope min(x, 0)"},
    {.name = "tanh", .make = plain<Tanh>, .function = [](double x, double) { return std::tanh(x); }, .summary = "tanh x"},
    {.name = "sigmoid", .make = plain<Sigmoid>, .function = [](double x, double) { return 1 / (1 + std::exp(-x)); }, .summary = "1 / (1 + e^-x)"},
    {.name = "elu",
     .settings = {factor("alpha")},
     .make = [](Spec s, In x) -> Made { return std::make_unique<Elu>(x, s.setting("alpha")); },
     .function = [](double x, double alpha) { return x > 0 ? x : alpha * std::expm1(x); },
     .number = 1,
     .summary = "x, or alpha (e^x - 1) below 0"},
    {.name = "softplus",
     .make = plain<Softplus>,
     .function = [](double x, double) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); },
     .summary = "log(1 + e^x)"},
    {.name = "conv",
     .settings = {size("in"), size("out"), size("kernel"), stride(), padding(), bias(), spectral()},
     .make = convolution<Conv, false>,
     .summary = "2-D convolution"},
    {.name = "conv-transposed",
     .settings = {size("in"),
                  size("out"),
                  size("kernel"),
                  stride(),
                  padding(),
                  {"output_padding", 0, 1024, true, 0},
                  {"output_padding_width", -1, 1024, true, -1},
                  bias(),
                  spectral()},
     .make = convolution<ConvTransposed, true>,
     .summary = "2-D transposed convolution, whose output padding of the width is that of the height where it is -1"},
    {.name = "batch-norm",
     .settings = {size("channels"), epsilon(), {"momentum", 0, 1, false, 0.1}},
     .make = [](Spec s, In x) -> Made { return std::make_unique<BatchNorm>(x, at(s, "channels"), s.setting("eps"), s.setting("momentum")); },
     .summary = "normalised over the batch, channel by channel"},
    {.name = "layer-norm", .settings = {size("channels"), epsilon()}, .make = example_norm<false>, .summary = "normalised over each example"},
    {.name = "instance-norm",
     .settings = {size("channels"), epsilon()},
     .make = example_norm<true>,
     .summary = "normalised over each channel of each example"},
    {.name = "dropout",
     .settings = {{"p", 0, 0.999, false, 0.5}, always()},
     .make = [](Spec s, In x) -> Made { return std::make_unique<Dropout>(x, s.setting("p"), at(s, "always") == 1); },
     .summary = "in training each number becomes 0 with probability p"},
    {.name = "noise",
     .settings = {factor("sd"), always()},
     .make = [](Spec s, In x) -> Made { return std::make_unique<Noise>(x, s.setting("sd"), at(s, "always") == 1); },
     .summary = "in training adds normal noise of standard deviation sd"},
    {.name = "append-noise",
     .settings = {size("size")},
     .make = [](Spec s, In x) { return sized<AppendNoise>(s, x, "size"); },
     .takes_rows = true,
     .summary = "appends size standard normal numbers, at all times"},
    {.name = "mix-noise",
     .settings = {size("size")},
     .make = [](Spec s, In x) { return sized<MixNoise>(s, x, "size"); },
     .summary = "adds W e, of size standard normal numbers e, at all times"},
    {.name = "avg-pool",
     .settings = {size("kernel"), {"stride", 1, 1024, true}},
     .make = [](Spec s, In x) { return sized<AvgPool>(s, x, "kernel", "stride"); },
     .summary = "the mean of each square of kernel x kernel pixels"},
    {.name = "max-pool",
     .settings = {size("kernel"), {"stride", 1, 1024, true}},
     .make = [](Spec s, In x) { return sized<MaxPool>(s, x, "kernel", "stride"); },
     .summary = "the largest of each square of kernel x kernel pixels"},
    {.name = "upsample",
     .settings = {size("scale")},
     .make = [](Spec s, In x) { return sized<Upsample>(s, x, "scale"); },
     .summary = "each pixel becomes a square of scale x scale equal pixels"},
    {.name = "pixel-shuffle",
     .settings = {size("scale")},
     .make = [](Spec s, In x) { return sized<PixelShuffle>(s, x, "scale"); },
     .summary = "every scale^2 channels become one, scale times as high and as wide"},
    {.name = "residual", .settings = {{"from", 0, many, true}}, .make = plain<Residual>, .summary = "adds the output of layer number from"},
    {.name = "condition",
     .settings = {size("classes"), size("size")},
     .make = [](Spec s, In x) { return sized<Condition>(s, x, "classes", "size"); },
     .summary = "appends a learnt vector of the class"},
    {.name = "projection",
     .settings = {size("in"), size("classes")},
     .make = [](Spec s, In x) { return sized<Projection>(s, x, "in", "classes"); },
     .takes_rows = true,
     .summary = "x (w + v) + b, with a learnt vector v of the class"},
    {.name = "table",
     .settings = {size("rows"), size("out")},
     .make = [](Spec s, In x) { return sized<Table>(s, x, "rows", "out"); },
     .summary = "learnt rows, the first as many as x has rows"},
    {.name = "scale", .make = plain<Scale>, .summary = "appends a learnt number"},
    {.name = "maxout",
     .settings = {size("in"), size("out"), size("pieces")},
     .make = [](Spec s, In x) { return sized<Maxout>(s, x, "in", "out", "pieces"); },
     .takes_rows = true,
     .summary = "the largest of each group of pieces numbers of x W + b"},
    {.name = "minibatch-stddev",
     .settings = {{"group", 1, many, true, 4}},
     .make = [](Spec s, In x) { return sized<MinibatchStddev>(s, x, "group"); },
     .summary = "appends how much the numbers vary over groups of the batch"},
    {.name = "minibatch-discrimination",
     .settings = {size("in"), size("out"), size("size")},
     .make = [](Spec s, In x) { return sized<MinibatchDiscrimination>(s, x, "in", "out", "size"); },
     .takes_rows = true,
     .summary = "appends how near the other rows of the batch are"},
    {.name = "flatten", .make = plain<Flatten>, .takes_rows = true, .summary = "maps become rows, channel by channel"},
    {.name = "unflatten",
     .settings = {size("channels"), size("height"), size("width")},
     .make = [](Spec s, In x) -> Made { return std::make_unique<Unflatten>(x, Shape{at(s, "channels"), at(s, "height"), at(s, "width")}); },
     .takes_rows = true,
     .summary = "rows become maps"},
};

/// The settings of the type, in its order.
LayerSpec completed(const LayerSpec& spec, const LayerType& type) {
    LayerSpec out = {spec.type, {}};
    for (const Setting& s : type.settings) {
        std::string name(s.name);
        const double value = s.usual ? spec.setting(name, *s.usual) : spec.setting(name);
        out.settings.emplace_back(std::move(name), value);
    }
    return out;
}

void check_settings(const LayerSpec& spec, const LayerType& type) {
    for (const auto& [name, value] : spec.settings) {
        const auto setting = std::ranges::find(type.settings, name, &Setting::name);
        if (setting == type.settings.end())
            fail("layer ", spec.type, " has a setting ", name, " that is not known", did_you_mean(name, names_of(type.settings)));
        if (!(value >= setting->low && value <= setting->high) || (setting->whole && value != std::floor(value)))
            fail("layer ", spec.type, ": ", name, " is ", value, ", expected a ", setting->whole ? "whole " : "", "number from ", setting->low,
                 " to ", setting->high);
    }
}

}  // namespace

std::span<const LayerType> layer_types() { return types; }

const LayerType* find_layer_type(std::string_view name) {
    const auto* const found = std::ranges::find(types, name, &LayerType::name);
    return found == std::end(types) ? nullptr : found;
}

bool is_activation(std::string_view name) {
    const LayerType* const type = find_layer_type(name);
    return type != nullptr && type->is_activation();
}

bool takes_rows(std::string_view name) {
    const LayerType* const type = find_layer_type(name);
    return type != nullptr && type->takes_rows;
}

void expect_skip(const Layer& residual, const Shape& added) {
    if (residual.output() != added) fail("a residual layer adds ", text(added), " to ", text(residual.output()));
}

std::unique_ptr<Layer> make_layer(const LayerSpec& spec, const Shape& input) {
    const LayerType* const type = find_layer_type(spec.type);
    if (type == nullptr)
        fail("layer ", spec.type, " is not known, expected one of ", listed(names_of(types)), did_you_mean(spec.type, names_of(types)));
    check_settings(spec, *type);
    return type->make(completed(spec, *type), input);
}

}  // namespace gen
