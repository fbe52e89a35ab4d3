#include "models/vae/prior.hpp"

#include <utility>

#include "prob/diagonal_mixture.hpp"
#include "prob/isotropic_gaussian.hpp"

namespace gen {

std::unique_ptr<Prior> prior_of(const Vae& vae, Parallel& parallel) {
    if (vae.spec.pseudo_inputs == 0) return std::make_unique<IsotropicGaussian>(vae.spec.latent, vae.spec.prior);
    Encoded pseudo = encode_pseudo_inputs(vae, parallel);
    return std::make_unique<DiagonalMixture>(std::move(pseudo.mean), std::move(pseudo.logvar));
}

}  // namespace gen
