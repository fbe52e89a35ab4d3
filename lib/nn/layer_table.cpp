#include "nn/layer_table.hpp"

#include <cmath>
#include <string>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "nn/activation.hpp"
#include "nn/linear.hpp"

namespace gen {
namespace {

std::size_t size_setting(const LayerSpec& spec, const char* name) {
    const double value = spec.setting(name);
    if (!(value >= 1 && value <= 1 << 24) || value != std::floor(value))
        fail("layer ", spec.type, ": ", name, " is ", value, ", expected a whole number from 1 to ", 1 << 24);
    return static_cast<std::size_t>(value);
}

template <class T>
std::unique_ptr<Layer> plain(const LayerSpec&) {
    return std::make_unique<T>();
}

const LayerType types[] = {
    {"linear", {"in", "out"},
     [](const LayerSpec& s) -> std::unique_ptr<Layer> { return std::make_unique<Linear>(size_setting(s, "in"), size_setting(s, "out")); },
     false, "x W + b"},
    {"relu", {}, [](const LayerSpec&) -> std::unique_ptr<Layer> { return std::make_unique<Relu>(0); }, true, "max(x, 0)"},
    {"leaky-relu", {"slope"}, [](const LayerSpec& s) -> std::unique_ptr<Layer> { return std::make_unique<Relu>(s.setting("slope")); }, true,
     "max(x, 0) + slope min(x, 0)"},
    {"tanh", {}, plain<Tanh>, true, "tanh x"},
    {"sigmoid", {}, plain<Sigmoid>, true, "1 / (1 + e^-x)"},
    {"elu", {"alpha"}, [](const LayerSpec& s) -> std::unique_ptr<Layer> { return std::make_unique<Elu>(s.setting("alpha")); }, true,
     "x, or alpha (e^x - 1) below 0"},
    {"softplus", {}, plain<Softplus>, true, "log(1 + e^x)"},
};

std::string names(bool activations_only) {
    std::string out;
    for (const LayerType& type : types)
        if (type.activation || !activations_only) out += (out.empty() ? "" : ", ") + std::string(type.name);
    return out;
}

const LayerType* find(std::string_view name) {
    for (const LayerType& type : types)
        if (type.name == name) return &type;
    return nullptr;
}

}  // namespace

std::span<const LayerType> layer_types() { return types; }

std::unique_ptr<Layer> make_layer(const LayerSpec& spec) {
    const LayerType* const type = find(spec.type);
    if (type == nullptr) fail("layer ", spec.type, " is not known, expected one of ", names(false));
    for (const auto& [name, value] : spec.settings)
        if (!std::isfinite(value)) fail("layer ", spec.type, ": ", name, " is ", value, ", expected a finite number");
    return type->make(spec);
}

LayerSpec parse_activation(std::string_view words) {
    const auto [name, argument] = split_at(words, ':');
    const LayerType* const type = find(name);
    if (type == nullptr || !type->activation) fail_usage("activation is ", name, ", expected one of ", names(true));
    LayerSpec spec = {std::string(name), {}};
    if (type->settings.empty()) {
        if (!argument.empty()) fail_usage("activation ", name, " takes no number, got ", argument);
        return spec;
    }
    const double usual = name == "leaky-relu" ? 0.01 : 1.0;  // PyTorch's
    const double value = argument.empty() ? usual : parse_number(argument, join("activation ", name));
    if (value < 0) fail_usage("activation ", name, ": ", type->settings[0], " is ", value, ", expected at least 0");
    spec.settings = {{std::string(type->settings[0]), value}};
    return spec;
}

}  // namespace gen
