#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/words.hpp"
#include "nn/layer.hpp"

namespace gen {

/// A number that a kind of layer has. One with a default may be left out of a model file.
struct Setting {
    std::string_view name;
    double low;  // inclusive
    double high;
    bool whole = false;
    std::optional<double> usual = std::nullopt;
};

/// A kind of layer: its name in architecture strings and model files, the settings it has, how it is made.
struct LayerType {
    std::string_view name;
    std::vector<Setting> settings;
    std::unique_ptr<Layer> (*make)(const LayerSpec& spec, const Shape& input);
    bool activation;  // may be named by --activation
    std::string_view summary;
};

/// Every kind of layer there is.
std::span<const LayerType> layer_types();
bool is_activation(std::string_view type);

/// Throws Fault::input on an unknown type, naming the known ones, on settings that are missing, unknown or out of bounds, and where the layer does
/// not take rows of this shape.
std::unique_ptr<Layer> make_layer(const LayerSpec& spec, const Shape& input);

/// Whether a network that begins with such a layer takes maps as plain rows, in file order.
bool takes_rows(std::string_view type);

/// Throws Fault::input when the output that a residual layer is to add does not fit it.
void expect_skip(const Layer& residual, const Shape& added);

/// "relu", "leaky-relu:0.2", "elu:1", "tanh", "sigmoid", "softplus". Throws Fault::usage naming the known ones.
LayerSpec parse_activation(std::string_view text);
Forms activation_forms();

}  // namespace gen
