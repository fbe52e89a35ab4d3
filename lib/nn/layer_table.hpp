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
    std::vector<Setting> settings = {};
    std::unique_ptr<Layer> (*make)(const LayerSpec& spec, const Shape& input) = nullptr;  // from all settings
    bool takes_rows = false;  // a network that begins with it takes maps as plain rows, in file order
    // Of an activation, y of one number: plainly and in doubles, for checks. Its setting, where there is one, may follow its name.
    double (*function)(double x, double setting) = nullptr;
    double number = 0;  // that setting where the name stands alone: PyTorch's default
    std::string_view summary = {};

    bool is_activation() const { return function != nullptr; }
};

/// Every kind of layer there is.
std::span<const LayerType> layer_types();
/// Null where there is none of that name.
const LayerType* find_layer_type(std::string_view name);
bool is_activation(std::string_view type);
bool takes_rows(std::string_view type);

/// Throws Fault::input on an unknown type, naming the known ones, on settings that are missing, unknown or out of bounds, and where the layer does
/// not take rows of this shape.
std::unique_ptr<Layer> make_layer(const LayerSpec& spec, const Shape& input);

/// Throws Fault::input when the output that a residual layer is to add does not fit it.
void expect_skip(const Layer& residual, const Shape& added);

/// "relu", "leaky-relu:0.2", "elu:1", "tanh", "sigmoid", "softplus". Throws Fault::usage naming the known ones.
LayerSpec parse_activation(std::string_view text);
Forms activation_forms();
/// "relu, leaky-relu[:SLOPE], ... or softplus"
std::string_view activation_syntax();

}  // namespace gen
