#pragma once

#include "core/examples.hpp"
#include "models/vae/vae.hpp"

namespace gen {

/// Principal components as the linear autoencoder that they are: the one with the least squared error (Baldi and Hornik, 1989).
/// `vae` must be deterministic with one linear layer each way; z holds the coordinates on the `latent` first components, largest variance
/// first, each component's largest number positive. Throws Fault::input when `latent` exceeds the number of pixels.
void fit_principal_components(Vae& vae, const Examples& data);

}  // namespace gen
