#pragma once

#include <cstdint>
#include <vector>

#include "models/vae.hpp"

namespace gen {

/// Bounds of log p(x) of single examples, in nats.
struct Bounds {
    double elbo = 0;    // -recon - KL, the KL in closed form and recon the mean over the samples; with a VampPrior the mean of log w
    double iwae = 0;    // log of the mean of w = p(x, z) / q(z|x) over the samples: Burda et al., 2016
    double ess = 0;     // effective sample size, (sum w)^2 / sum w^2
};

/// How examples are looked at.
struct Evaluation {
    std::size_t samples = 5000;  // z for each x
    enum class Binarize { none, threshold, dynamic } binarize = Binarize::none;
    std::uint64_t seed = 0;
};

/// The bounds of rows first ... first+count-1. The noise of sample k of row i is a function of (seed, i, k): models of equal latent size meet the same.
std::vector<Bounds> importance_bounds(const Vae& vae, const Examples& data, std::size_t first, std::size_t count, const Evaluation& how,
                                      Parallel& parallel);

}  // namespace gen
