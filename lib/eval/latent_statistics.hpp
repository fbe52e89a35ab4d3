#pragma once

#include <cstddef>
#include <vector>

#include "models/image_encoder.hpp"
#include "prob/gaussian.hpp"

namespace gen {

/// What is known of the codes of a data set without sampling: of q(z|x) for each example, and of the aggregate posterior q(z), their mean. Nats.
struct LatentStatistics {
    std::size_t examples = 0;
    std::size_t dimensions = 0;
    bool has_kl = false;                  // whether there is a q(z|x), and a Gaussian prior for all dimensions
    bool estimated = false;               // whether mean and variance of q(z|x) are over draws: KL_j is then of the Gaussian with these moments, and
                                          // about one over their number too large
    std::vector<double> kl = {};          // mean over examples of KL(q(z_j|x) || p)
    std::vector<double> total = {};       // of each example: over all dimensions
    double least_kl = 0;                  // of any example and dimension
    double sum_error = 0;                 // greatest |sum over j of KL_j - KL| of any example, relative to max(1, KL)
    std::vector<double> collapsed = {};   // part of the examples whose KL_j is below `collapse_nats`
    std::vector<double> spread = {};      // variance over examples of E_q[z_j|x]
    std::vector<double> mean = {};        // of q(z), [d]
    std::vector<double> covariance = {};  // of q(z), [d, d]
    double low_logvar = 0;
    double high_logvar = 0;

    /// Dimensions whose spread is above 0.01: the active units of Burda et al., 2016, section 5.
    std::size_t active() const;
    /// Dimensions with KL_j < 0.01 for at least 99 % of the examples: (epsilon, delta)-collapse (Lucas et al., 2019). Where there is no KL_j, those
    /// that are not active; where it is of moments over draws, those of whose variance less than 1 % lies between examples.
    std::size_t collapsed_dimensions() const;
    bool judged_by_kl() const { return has_kl && !estimated; }
    /// KL(N(mean, covariance) || p): below KL(q(z) || p), as a Gaussian has the greatest entropy of its moments. NaN where the covariance is
    /// singular.
    double moment_kl(const GaussianPrior& prior) const;
    /// The same of one dimension.
    double moment_kl(const GaussianPrior& prior, std::size_t j) const;

    static constexpr double active_spread = 0.01;
    static constexpr double collapse_nats = 0.01;
    static constexpr double collapse_part = 0.99;
    static constexpr double collapse_share = 0.01;
};

/// `prior`: null for one that is no single Gaussian, for which there are no closed forms.
LatentStatistics latent_statistics(const Encoded& q, const GaussianPrior* prior);

}  // namespace gen
