#pragma once

#include <string>
#include <vector>

#include "nn/sequential.hpp"

namespace gen {

/// Numbers of a layer as files have them.
struct LayerArray {
    std::string name;  // "weight", "running_mean"
    Shape shape;
    std::vector<float> values;
};

/// A layer as it is when its network is only used.
struct UsedLayer {
    LayerSpec spec;  // with all settings
    Shape output;
    std::vector<LayerArray> arrays;
    bool is_folded = false;  // does nothing any more: the layer before it does it, and it has no arrays

    const LayerArray* find(std::string_view name) const;
    const LayerArray& array(std::string_view name) const;  // throws where there is none
};

struct UsedNetwork {
    std::string name;
    std::size_t inputs = 0;
    std::vector<UsedLayer> layers;
};

/// Spectral normalisation goes into the weights of `network`. With `fold` batch norm goes into the linear layer or convolution before it, where there
/// is one whose output nothing else takes; that has a bias then.
UsedNetwork used_network(Sequential& network, bool fold);

}  // namespace gen
