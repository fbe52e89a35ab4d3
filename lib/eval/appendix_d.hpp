#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "models/latent_model.hpp"

namespace gen {

/// The estimator of log p(x) of Kingma and Welling, 2014, appendix D, for few latent dimensions: a Gaussian r(z) is fitted to draws of p(z|x), which
/// chains of Hamiltonian Monte Carlo make; of as many further draws, 1/p(x) = E[r(z) / p(x, z)]. By Jensen's inequality its mean is above log p(x),
/// where importance weights are below.
struct AppendixD {
    std::size_t draws = 50;  // for each fit and each mean, one of each chain
    std::size_t leapfrogs = 4;
    std::size_t moves = 100;  // of a chain before the first draws, while the length of its steps is tuned, and between the two
    std::uint64_t seed = 0;
    std::function<void()> each_done = {};  // called by any thread after each example
};

/// Where more dimensions make of it a number that bounds nothing.
inline constexpr std::size_t appendix_d_dimensions = 5;

/// log p(x) in nats of these rows of `data`, whose q(z|x) are `q`. `model` is folded.
std::vector<double> appendix_d(const LatentModel& model, const Examples& data, Rows rows, const Encoded& q, const AppendixD& how, Parallel& parallel);

}  // namespace gen
