#pragma once

#include <memory>

#include "models/vae/vae.hpp"
#include "prob/prior.hpp"

namespace gen {

/// p(z) of a VAE: a Gaussian, or the mixture of what its encoder makes of its pseudo-inputs.
std::unique_ptr<Prior> prior_of(const Vae& vae, Parallel& parallel);

}  // namespace gen
