#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "eval/estimated.hpp"
#include "models/image_encoder.hpp"
#include "prob/gaussian.hpp"

namespace gen {

/// Parts of the mean divergence of q(z|x) from the prior, for the aggregate posterior q(z) = mean over all n examples of q(z|x) (Hoffman and Johnson,
/// 2016; Chen et al., 2018): E KL(q(z|x) || p) = I + TC + sum over j of KL(q(z_j) || p_j). By one draw of z for each of at most `most_draws` examples
/// spread over the data; log q(z) is over all n examples at each. Of implicit codes all this is of the Gaussians with their moments.
struct AggregatePosterior {
    std::size_t draws = 0;
    Estimated information = {};             // I: of example and code, at most ln n
    Estimated kl = {};                      // KL(q(z) || p)
    Estimated total_correlation = {};       // KL(q(z) || product over j of q(z_j))
    std::vector<double> dimension_kl = {};  // KL(q(z_j) || p_j)
    Estimated dimensions = {};              // their sum
    Estimated rate = {};                    // E log q(z|x) - log p(z) of the same draws: what the parts must add up to
    static constexpr std::size_t most_draws = 4000;
};

/// `each_done` is called after each draw, from any thread.
AggregatePosterior aggregate_posterior(const Encoded& q, const GaussianPrior& prior, std::uint64_t seed, Parallel& parallel,
                                       const std::function<void()>& each_done = {});

/// A draw of q(z) for each example; of points the codes.
Matrix aggregate_draws(const Encoded& q, std::uint64_t seed);

/// Kolmogorov's distance of column j of z from N(prior.mean, prior.sd^2): the greatest difference of the distribution functions.
double kolmogorov_distance(const Matrix& z, std::size_t j, const GaussianPrior& prior);

/// MMD^2 between draws of q(z) and of the prior, at most 2,000 of each, by the kernels of WAE (prob/mmd.hpp). No unit.
double aggregate_mmd(const Matrix& z, const GaussianPrior& prior, std::uint64_t seed, Parallel& parallel);

}  // namespace gen
