#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "nn/layer.hpp"

namespace gen {

/// What an architecture string such as "mlp:500,500" names, written out: hidden layers with the activation after each, then a linear layer.
/// "mlp:" has no hidden layer. Throws Fault::usage.
std::vector<LayerSpec> expand_architecture(std::string_view text, const LayerSpec& activation, std::size_t inputs, std::size_t outputs);

/// The string of the network that goes the other way: hidden layers in reverse order.
std::string mirror_architecture(std::string_view text);

}  // namespace gen
