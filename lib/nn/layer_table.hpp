#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "nn/layer.hpp"

namespace gen {

/// A kind of layer: its name in architecture strings and model files, the settings it has, how it is made.
struct LayerType {
    std::string_view name;
    std::vector<std::string_view> settings;
    std::unique_ptr<Layer> (*make)(const LayerSpec& spec);
    bool activation;  // may be named by --activation
    std::string_view summary;
};

/// Every kind of layer there is.
std::span<const LayerType> layer_types();

/// Throws Fault::input on an unknown type, naming the known ones, and on settings that are missing or out of bounds.
std::unique_ptr<Layer> make_layer(const LayerSpec& spec);

/// "relu", "leaky-relu:0.2", "elu:1", "tanh", "sigmoid", "softplus". Throws Fault::usage naming the known ones.
LayerSpec parse_activation(std::string_view text);

}  // namespace gen
