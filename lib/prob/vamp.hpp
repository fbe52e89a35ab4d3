#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"
#include "prob/components.hpp"

namespace gen {

/// VampPrior (Tomczak and Welling, 2018, eq. 9) while it is learnt: log p(z) = logsumexp over k of log N(z; m_k, e^v_k), less log K, where m_k and
/// v_k [K, d] are what the encoder makes of the pseudo-inputs, and the gradients in them. DiagonalMixture is one that stays as it is.
class VampPrior {
public:
    /// The parameters of the mixture for the calls that follow. Keeps a copy. Throws Fault::input for K = 0 and for shapes that do not fit.
    void assign(Panel mean, Panel logvar);

    /// out[i] = log p(z_i) in nats, for rows of z [n, d].
    void log_density(Panel z, std::span<double> out, Parallel& parallel);

    /// Where the gradients go: [n, d], [K, d], [K, d].
    struct Gradients {
        MutablePanel z;
        MutablePanel mean;
        MutablePanel logvar;
    };
    /// Also adds `factor` times the gradients of the sum of out.
    void log_density(Panel z, std::span<double> out, Parallel& parallel, double factor, const Gradients& d);

private:
    void run(Panel z, std::span<double> out, Parallel& parallel, double factor, const Gradients* d);

    DiagonalGaussians components_;
    DiagonalSums sums_;
    struct Block {
        std::vector<double> shares;  // [K]: log-densities, then their softmax
        std::vector<double> dz;      // [d]
    };
    std::vector<Block> blocks_;
};

}  // namespace gen
