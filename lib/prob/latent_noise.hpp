#pragma once

#include <memory>

#include "prob/prior.hpp"

namespace gen {

/// Where a generator's latent numbers come from: N(0, 1), uniform on [-1, 1], or the sphere of radius sqrt(latent) (White, 2016).
enum class LatentNoise { normal, uniform, sphere };

/// Latent numbers of one row; `truncation` as for draw_normal().
void draw_latent(LatentNoise noise, const Stream& stream, std::uint32_t row, real* z, std::size_t n, double truncation = 0);

std::unique_ptr<Prior> noise_prior(LatentNoise noise, std::size_t dimensions);

}  // namespace gen
