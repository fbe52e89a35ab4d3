#include "nn/layer_table.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/error.hpp"
#include "core/parse.hpp"
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

/// A setting as a size, its default where it is left out.
std::size_t at(const LayerSpec& spec, const char* name, double usual = 0) { return static_cast<std::size_t>(spec.setting(name, usual)); }

template <class T>
std::unique_ptr<Layer> plain(const LayerSpec&, const Shape& input) {
    return std::make_unique<T>(input);
}

template <class T>
std::unique_ptr<Layer> convolution(const LayerSpec& s, const Shape& input) {
    return std::make_unique<T>(input, ConvSettings{.in = at(s, "in"),
                                                   .out = at(s, "out"),
                                                   .kernel = at(s, "kernel"),
                                                   .stride = at(s, "stride", 1),
                                                   .padding = at(s, "padding"),
                                                   .output_padding = at(s, "output_padding"),
                                                   .bias = at(s, "bias", 1) == 1,
                                                   .spectral = at(s, "spectral") == 1});
}

template <bool by_channel>
std::unique_ptr<Layer> example_norm(const LayerSpec& s, const Shape& input) {
    return std::make_unique<ExampleNorm>(input, at(s, "channels"), s.setting("eps", 1e-5), by_channel);
}

template <class T>
std::unique_ptr<Layer> pool(const LayerSpec& s, const Shape& input) {
    return std::make_unique<T>(input, at(s, "kernel"), at(s, "stride"));
}

template <class T>
std::unique_ptr<Layer> scaled(const LayerSpec& s, const Shape& input) {
    return std::make_unique<T>(input, at(s, "scale"));
}

const LayerType types[] = {
    {"linear",
     {size("in"), size("out"), spectral()},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> {
         return std::make_unique<Linear>(x, at(s, "in"), at(s, "out"), at(s, "spectral") == 1);
     },
     false,
     "x W + b"},
    {"relu", {}, [](const LayerSpec&, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Relu>(x, 0); }, true, "max(x, 0)"},
    {"leaky-relu",
     {{"slope", 0, 1e6, false}},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Relu>(x, s.setting("slope")); },
     true,
     "max(x, 0) + slope min(x, 0)"},
    {"tanh", {}, plain<Tanh>, true, "tanh x"},
    {"sigmoid", {}, plain<Sigmoid>, true, "1 / (1 + e^-x)"},
    {"elu",
     {{"alpha", 0, 1e6, false}},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Elu>(x, s.setting("alpha")); },
     true,
     "x, or alpha (e^x - 1) below 0"},
    {"softplus", {}, plain<Softplus>, true, "log(1 + e^x)"},
    {"conv", {size("in"), size("out"), size("kernel"), stride(), padding(), bias(), spectral()}, convolution<Conv>, false, "2-D convolution"},
    {"conv-transposed",
     {size("in"), size("out"), size("kernel"), stride(), padding(), {"output_padding", 0, 1024, true, 0}, bias(), spectral()},
     convolution<ConvTransposed>,
     false,
     "2-D transposed convolution"},
    {"batch-norm",
     {size("channels"), {"eps", 1e-12, 1, false, 1e-5}, {"momentum", 0, 1, false, 0.1}},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> {
         return std::make_unique<BatchNorm>(x, at(s, "channels"), s.setting("eps", 1e-5), s.setting("momentum", 0.1));
     },
     false,
     "normalised over the batch, channel by channel"},
    {"layer-norm", {size("channels"), {"eps", 1e-12, 1, false, 1e-5}}, example_norm<false>, false, "normalised over each example"},
    {"instance-norm", {size("channels"), {"eps", 1e-12, 1, false, 1e-5}}, example_norm<true>, false, "normalised over each channel of each example"},
    {"dropout",
     {{"p", 0, 0.999, false, 0.5}, always()},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> {
         return std::make_unique<Dropout>(x, s.setting("p", 0.5), at(s, "always") == 1);
     },
     false,
     "in training each number becomes 0 with probability p"},
    {"noise",
     {{"sd", 0, 1e6}, always()},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Noise>(x, s.setting("sd"), at(s, "always") == 1); },
     false,
     "in training adds normal noise of standard deviation sd"},
    {"avg-pool", {size("kernel"), {"stride", 1, 1024, true}}, pool<AvgPool>, false, "the mean of each square of kernel x kernel pixels"},
    {"max-pool", {size("kernel"), {"stride", 1, 1024, true}}, pool<MaxPool>, false, "the largest of each square of kernel x kernel pixels"},
    {"upsample", {size("scale")}, scaled<Upsample>, false, "each pixel becomes a square of scale x scale equal pixels"},
    {"pixel-shuffle", {size("scale")}, scaled<PixelShuffle>, false, "every scale^2 channels become one, scale times as high and as wide"},
    {"residual", {{"from", 0, many, true}}, plain<Residual>, false, "adds the output of layer number from"},
    {"condition",
     {size("classes"), size("size")},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Condition>(x, at(s, "classes"), at(s, "size")); },
     false,
     "appends a learnt vector of the class"},
    {"projection",
     {size("in"), size("classes")},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Projection>(x, at(s, "in"), at(s, "classes")); },
     false,
     "x (w + v) + b, with a learnt vector v of the class"},
    {"table",
     {size("rows"), size("out")},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<Table>(x, at(s, "rows"), at(s, "out")); },
     false,
     "learnt rows, the first as many as x has rows"},
    {"scale", {}, plain<Scale>, false, "appends a learnt number"},
    {"maxout",
     {size("in"), size("out"), size("pieces")},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> {
         return std::make_unique<Maxout>(x, at(s, "in"), at(s, "out"), at(s, "pieces"));
     },
     false,
     "the largest of each group of pieces numbers of x W + b"},
    {"minibatch-stddev",
     {{"group", 1, many, true, 4}},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> { return std::make_unique<MinibatchStddev>(x, at(s, "group", 4)); },
     false,
     "appends how much the numbers vary over groups of the batch"},
    {"minibatch-discrimination",
     {size("in"), size("out"), size("size")},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> {
         return std::make_unique<MinibatchDiscrimination>(x, at(s, "in"), at(s, "out"), at(s, "size"));
     },
     false,
     "appends how near the other rows of the batch are"},
    {"flatten", {}, plain<Flatten>, false, "maps become rows, channel by channel"},
    {"unflatten",
     {size("channels"), size("height"), size("width")},
     [](const LayerSpec& s, const Shape& x) -> std::unique_ptr<Layer> {
         return std::make_unique<Unflatten>(x, Shape{at(s, "channels"), at(s, "height"), at(s, "width")});
     },
     false,
     "rows become maps"},
};

Words activations() {
    Words names;
    for (const LayerType& type : types)
        if (type.activation) names.push_back(type.name);
    return names;
}

const LayerType* find(std::string_view name) {
    for (const LayerType& type : types)
        if (type.name == name) return &type;
    return nullptr;
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
    for (const Setting& setting : type.settings)
        if (!setting.usual) static_cast<void>(spec.setting(std::string(setting.name)));
}

}  // namespace

std::span<const LayerType> layer_types() { return types; }

bool is_activation(std::string_view name) {
    const LayerType* const type = find(name);
    return type != nullptr && type->activation;
}

bool takes_rows(std::string_view type) {
    return type == "linear" || type == "maxout" || type == "projection" || type == "minibatch-discrimination" || type == "flatten" ||
           type == "unflatten";
}

void expect_skip(const Layer& residual, const Shape& added) {
    if (residual.output() != added) fail("a residual layer adds ", text(added), " to ", text(residual.output()));
}

std::unique_ptr<Layer> make_layer(const LayerSpec& spec, const Shape& input) {
    const LayerType* const type = find(spec.type);
    if (type == nullptr)
        fail("layer ", spec.type, " is not known, expected one of ", listed(names_of(types)), did_you_mean(spec.type, names_of(types)));
    check_settings(spec, *type);
    return type->make(spec, input);
}

Forms activation_forms() {
    Forms forms;
    for (const LayerType& type : types) {
        if (!type.activation) continue;
        forms.emplace_back(type.name);
        if (!type.settings.empty()) forms.push_back(join(type.name, ':'));
    }
    return forms;
}

LayerSpec parse_activation(std::string_view words) {
    const auto [name, argument] = split_at(words, ':');
    const LayerType* const type = find(name);
    if (type == nullptr || !type->activation)
        fail_usage("activation is ", name, ", expected one of ", listed(activations()), did_you_mean(name, activations()));
    LayerSpec spec = {std::string(name), {}};
    if (type->settings.empty()) {
        if (!argument.empty()) fail_usage("activation ", name, " takes no number, got ", argument);
        return spec;
    }
    const double usual = name == "leaky-relu" ? 0.01 : 1.0;  // PyTorch's
    const double value = argument.empty() ? usual : parse_number(argument, join("activation ", name));
    if (value < 0) fail_usage("activation ", name, ": ", type->settings[0].name, " is ", value, ", expected at least 0");
    spec.settings = {{std::string(type->settings[0].name), value}};
    return spec;
}

}  // namespace gen
