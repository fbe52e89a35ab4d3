#pragma once

#include <optional>
#include <vector>

#include "nn/sequential.hpp"

namespace gen {

/// What a network makes of one row in double precision, by plain loops: a second way to compute it. Of dense layers and activations; nothing where
/// the network has others.
std::optional<std::vector<double>> forward_in_double(const Sequential& network, const std::vector<double>& x);

}  // namespace gen
