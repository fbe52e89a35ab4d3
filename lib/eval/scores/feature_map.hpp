#pragma once

#include <cstdint>
#include <memory>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "models/model.hpp"

namespace gen {

/// What is looked at instead of pixels: a fixed function of an image, whatever is compared.
class FeatureMap {
public:
    virtual ~FeatureMap() = default;
    /// The features [n, d] of images [n, C*H*W].
    virtual Matrix of(const Matrix& pixels, Parallel& parallel) const = 0;
};

/// The first k principal components of `reference`, largest variance first. Throws Fault::input where there are fewer rows or columns.
std::unique_ptr<FeatureMap> principal_features(const Matrix& reference, std::size_t k);

/// A convolutional network with random weights: three convolutions of 3 x 3 to 64, 128 and 64 channels with a stride of 2 (1 where maps would become
/// smaller than 4 pixels), He's initialisation, leaky ReLU, then means over quarters of the maps. Rahimi and Recht, 2008, on random features; Naeem
/// et al., 2020, on random networks as an embedding.
std::unique_ptr<FeatureMap> random_features(const Shape& shape, std::uint64_t seed);

/// What goes into the last layer of a classifier, or the mean code of an encoder. Throws Fault::input for a model that is neither. The model outlives
/// the map.
std::unique_ptr<FeatureMap> model_features(const Model& model);

/// Of each channel by itself, one behind the other. `shape`: 1, H, W, what the map takes.
std::unique_ptr<FeatureMap> features_by_channel(std::unique_ptr<FeatureMap> map, const Shape& shape);

}  // namespace gen
