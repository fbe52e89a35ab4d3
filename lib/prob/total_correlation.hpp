#pragma once

#include <cstddef>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"
#include "prob/components.hpp"
#include "prob/gaussian.hpp"

namespace gen {

/// Codes z of a batch, one for each example, and the q(z|x) they were drawn from: all [n, d].
struct PosteriorDraws {
    Panel z;
    Panel mean;
    Panel logvar;
};
struct PosteriorGradients {
    MutablePanel z;
    MutablePanel mean;
    MutablePanel logvar;
};

/// The parts of log q(z|x) - log p(z), in nats, summed over examples; or their weights in a loss.
struct KlParts {
    double mutual_information;  // log q(z|x) - log q(z): between example and code
    double total_correlation;   // log q(z) - sum over k of log q(z_k)
    double dimension_kl;        // sum over k of log q(z_k) - log p(z_k)
};

/// beta-TC-VAE's decomposition of the divergence (Chen et al., 2018, eq. 2), estimated by minibatch-weighted sampling (its eq. 5):
/// log q(z_i) = logsumexp over j of log q(z_i|x_j), less log(n N), and log q(z_ik) alike.
class KlDecomposition {
public:
    explicit KlDecomposition(const GaussianPrior& prior = {}) : prior_(prior) {}

    /// `examples`: N, the size of the training set. Throws Fault::input for shapes that do not fit and for N = 0.
    KlParts operator()(const PosteriorDraws& q, std::size_t examples, Parallel& parallel);
    /// Also adds to `d` `factor` times the gradients of the parts' weighted sum, as functions of z, mean and logvar apart from each other.
    KlParts operator()(const PosteriorDraws& q, std::size_t examples, Parallel& parallel, const KlParts& weights, double factor,
                       const PosteriorGradients& d);

private:
    struct Loss {
        KlParts weights;
        double factor;
        const PosteriorGradients& d;
    };
    struct Block {
        std::vector<double> joint;  // [n]: log q(z_i|x_j), then its softmax over j
        std::vector<double> each;   // [d, n]: log q(z_ik|x_j), then its softmax over j
        std::vector<double> dz;     // [d]
    };
    KlParts run(const PosteriorDraws& q, std::size_t examples, Parallel& parallel, const Loss* loss);
    void densities(const PosteriorDraws& q, double log_count, std::size_t i, Block& block);
    void gradients(const PosteriorDraws& q, const Loss& loss, std::size_t i, std::size_t block_number);

    GaussianPrior prior_;
    DiagonalGaussians posterior_;
    DiagonalSums sums_;
    std::vector<Block> blocks_;
    std::vector<double> information_;  // by example, as are the next two
    std::vector<double> correlation_;
    std::vector<double> dimensions_;
};

}  // namespace gen
