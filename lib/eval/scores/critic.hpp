#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

struct IndependentCritic {
    std::uint64_t seed = 0;
    std::size_t steps = 1500;  // at most, each with `batch` pairs
    std::size_t epochs = 200;  // at most
    std::size_t batch = 64;
    double rate = 2e-3;
    double penalty = 50;  // on gradients, in units of the distance between the rows: the larger, the nearer is the steepest slope to 1
};

/// The independent Wasserstein critic (Danihelka et al., 2017; Rosca et al., 2017): a network D of its own is trained on one half of real rows and
/// samples to make mean D(real) - mean D(samples) large, its slope held to 1 by the gradient penalty of Gulrajani et al., 2017. The value is that
/// difference over the other half, with its standard error over these rows: about a lower bound on the Wasserstein-1 distance in units of the
/// data, as good as the network is. 0: it sees no difference; it may come out below. Pictures {C, H, W} of 8 x 8 pixels or more are seen by
/// convolutions, all else by dense layers. Throws as two_sample_test() does.
Estimated critic_distance(const Matrix& real_rows, const Matrix& samples, const Shape& shape, const IndependentCritic& how, Parallel& parallel);

}  // namespace gen
