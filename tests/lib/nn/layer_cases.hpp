#pragma once

#include <vector>

#include "nn/layer.hpp"

namespace gen {

struct LayerCase {
    std::vector<LayerSpec> specs;
    Shape input;
};

/// Each kind of layer at least once.
inline const std::vector<LayerCase>& layer_cases() {
    static const std::vector<LayerCase> all = {
        {{{"linear", {{"in", 5}, {"out", 4}}}}, {5}},
        {{{"relu", {}}}, {5}},
        {{{"leaky-relu", {{"slope", 0.3}}}}, {2, 2, 3}},
        {{{"tanh", {}}}, {5}},
        {{{"sigmoid", {}}}, {5}},
        {{{"elu", {{"alpha", 0.3}}}}, {5}},
        {{{"softplus", {}}}, {5}},
        {{{"conv", {{"in", 2}, {"out", 3}, {"kernel", 3}, {"stride", 2}, {"padding", 1}}}}, {2, 5, 4}},
        {{{"conv", {{"in", 3}, {"out", 2}, {"kernel", 2}, {"bias", 0}}}}, {3, 4, 3}},
        {{{"conv-transposed", {{"in", 2}, {"out", 3}, {"kernel", 4}, {"stride", 2}, {"padding", 1}}}}, {2, 2, 3}},
        {{{"conv-transposed", {{"in", 2}, {"out", 1}, {"kernel", 3}, {"stride", 2}, {"padding", 1}, {"output_padding", 1}}}}, {2, 3, 2}},
        {{{"conv-transposed",
           {{"in", 2}, {"out", 1}, {"kernel", 3}, {"stride", 2}, {"padding", 1}, {"output_padding", 0}, {"output_padding_width", 1}}}},
         {2, 3, 2}},
        {{{"batch-norm", {{"channels", 3}}}}, {3, 2, 2}},
        {{{"batch-norm", {{"channels", 5}}}}, {5}},
        {{{"conv", {{"in", 1}, {"out", 2}, {"kernel", 2}, {"bias", 0}}},
          {"batch-norm", {{"channels", 2}}},
          {"tanh", {}},
          {"batch-norm", {{"channels", 2}}}},
         {1, 3, 3}},
        {{{"layer-norm", {{"channels", 3}}}}, {3, 2, 2}},
        {{{"layer-norm", {{"channels", 5}}}}, {5}},
        {{{"instance-norm", {{"channels", 2}}}}, {2, 2, 3}},
        {{{"dropout", {{"p", 0.4}}}}, {7}},
        {{{"tanh", {}}, {"noise", {{"sd", 0.3}}}, {"tanh", {}}}, {2, 2, 3}},
        {{{"tanh", {}}, {"append-noise", {{"size", 3}}}, {"tanh", {}}}, {4}},
        {{{"conv", {{"in", 2}, {"out", 3}, {"kernel", 2}}}, {"mix-noise", {{"size", 5}}}, {"tanh", {}}}, {2, 3, 3}},
        {{{"mix-noise", {{"size", 2}}}, {"tanh", {}}}, {4}},
        {{{"avg-pool", {{"kernel", 2}, {"stride", 1}}}}, {2, 3, 4}},
        {{{"max-pool", {{"kernel", 2}, {"stride", 2}}}}, {2, 5, 4}},
        {{{"upsample", {{"scale", 2}}}}, {2, 2, 3}},
        {{{"pixel-shuffle", {{"scale", 2}}}}, {8, 2, 1}},
        {{{"tanh", {}},
          {"conv", {{"in", 2}, {"out", 2}, {"kernel", 3}, {"padding", 1}}},
          {"tanh", {}},
          {"residual", {{"from", 0}}},
          {"sigmoid", {}},
          {"residual", {{"from", 0}}}},
         {2, 3, 3}},
        {{{"tanh", {}}, {"residual", {{"from", 0}}}, {"sigmoid", {}}}, {2, 2, 3}},
        {{{"condition", {{"classes", 3}, {"size", 2}}}}, {4}},
        {{{"condition", {{"classes", 3}, {"size", 2}}}}, {2, 2, 2}},
        {{{"projection", {{"in", 4}, {"classes", 3}}}}, {4}},
        {{{"table", {{"rows", 6}, {"out", 3}}}}, {1}},
        {{{"tanh", {}}, {"scale", {}}}, {2, 2, 3}},
        {{{"linear", {{"in", 5}, {"out", 4}, {"spectral", 1}}}}, {5}},
        {{{"conv", {{"in", 2}, {"out", 3}, {"kernel", 2}, {"spectral", 1}}}}, {2, 3, 3}},
        {{{"conv-transposed", {{"in", 3}, {"out", 2}, {"kernel", 2}, {"stride", 2}, {"spectral", 1}}}}, {3, 2, 2}},
        {{{"maxout", {{"in", 4}, {"out", 2}, {"pieces", 3}}}}, {4}},
        {{{"minibatch-stddev", {}}}, {2, 2, 3}},
        {{{"minibatch-stddev", {{"group", 3}}}}, {5}},
        {{{"tanh", {}}, {"minibatch-discrimination", {{"in", 4}, {"out", 3}, {"size", 2}}}, {"tanh", {}}}, {4}},
        {{{"flatten", {}}, {"linear", {{"in", 12}, {"out", 3}}}}, {2, 2, 3}},
        {{{"tanh", {}}, {"flatten", {}}, {"tanh", {}}, {"unflatten", {{"channels", 3}, {"height", 2}, {"width", 2}}}}, {2, 2, 3}},
    };
    return all;
}

}  // namespace gen
