#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "eval/binarized.hpp"
#include "models/latent_model.hpp"

namespace gen {

/// Bounds of log p(x) of single examples, in nats.
struct Bounds {
    double elbo = 0;  // -recon - KL, the KL in closed form and recon the mean over the samples; with a VampPrior the mean of log w
    double recon = 0;
    double kl = 0;
    double iwae = 0;                  // log of the mean of w = p(x, z) / q(z|x) over the samples: Burda et al., 2016
    std::vector<double> blocks = {};  // of each of Evaluation::blocks
    double ess = 0;                   // effective sample size, (sum w)^2 / sum w^2
};

/// How examples are looked at.
struct Evaluation {
    std::size_t samples = 5000;  // z for each x
    /// Sizes k of blocks, each at most `samples`: the samples are cut into as many disjoint blocks as there is room for, and the bound of k samples
    /// is the mean over them. Where sizes divide each other and `samples`, bounds of more samples are never below those of fewer, image by image.
    std::vector<std::size_t> blocks = {};
    using Binarize = Binarized::Way;
    Binarize binarize = Binarize::none;
    std::uint64_t seed = 0;
    std::function<void()> each_done = {};  // called after each example
};

/// The bounds of rows first ... first+count-1. The noise of sample k of row i is a function of (seed, i, k): models of equal latent size meet the
/// same.
std::vector<Bounds> importance_bounds(const LatentModel& model, const Examples& data, std::size_t first, std::size_t count, const Evaluation& how,
                                      Parallel& parallel);

}  // namespace gen
