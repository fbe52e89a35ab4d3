#pragma once

#include <cstddef>
#include <vector>

#include "models/latent_model.hpp"

namespace gen {

/// What an even grid over one or two latent dimensions tells that needs neither q(z|x) nor bounds.
inline constexpr std::size_t latent_grid_dimensions = 2;

/// log p(x) in nats of these rows of `data`, by the trapezoidal rule over `points` points in each dimension, to 7 standard deviations of the prior on
/// either side: as good as exact where steps are short beside what p(z|x) is wide. The prior is a Gaussian. `model` is folded.
std::vector<double> grid_log_density(const LatentModel& model, const Examples& data, Rows rows, std::size_t points, Parallel& parallel);

/// KL(q(z) || p) in nats from draws z of q(z), by how many lie in each cell of a quarter of a standard deviation, less what a histogram of so many is
/// too large in the mean (Miller, 1955).
double histogram_kl(const Matrix& z, const GaussianPrior& prior);

}  // namespace gen
