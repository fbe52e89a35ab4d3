#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/parallel.hpp"
#include "formats/json.hpp"
#include "formats/page/packed_numbers.hpp"
#include "models/model.hpp"

namespace gen::page {

/// A model as the page runs it by itself.
struct LiveModel {
    Json said;            // shape, latent, classes, rendering, layers, axes, quantiles, order; of tensors where they are in `numbers`
    std::string numbers;  // in the library's order in memory: weights, then draws from the prior
    std::string refusal;  // why it does not run there, "" where it does
};

/// How `model` makes images of latent numbers. Spectral normalisation goes into the model's weights.
LiveModel live_model(Model& model, Precision precision, Parallel& parallel);

/// Its part that says how a network computes: of each layer type, settings and numbers, which are added to `bytes`.
Json live_layers(const Sequential& network, Precision precision, std::string& bytes);

/// Types of layers that no single image goes through, so that parts/layers.js does not have them.
std::span<const std::string_view> layers_of_batches();

}  // namespace gen::page
