#pragma once

#include <vector>

#include "core/parallel.hpp"
#include "models/image_model.hpp"

namespace gen {

/// How much each latent dimension does to the images: the mean square change of a number of the image between the quantiles 0.1 and 0.9 of that
/// dimension, over a few draws of the others. Classes take turns.
std::vector<double> latent_effects(ImageModel& model, Parallel& parallel);

}  // namespace gen
