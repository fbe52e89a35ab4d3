#pragma once

#include "formats/export/network_numbers.hpp"
#include "formats/export/onnx/onnx_graph.hpp"

namespace gen {

/// Adds a network to a graph: what it makes of `x`, rows of its inputs of any shape. Classes come by an input `class`, random numbers of layers that
/// draw some by inputs of their own: NETWORK.INDEX.normal, standard normal numbers, and NETWORK.INDEX.uniform, of [0, 1). Throws Fault::input on a
/// layer that ONNX does not have: "prior/0: a layer table has ...".
OnnxValue add_network(OnnxGraph& graph, const UsedNetwork& network, OnnxValue x);

}  // namespace gen
