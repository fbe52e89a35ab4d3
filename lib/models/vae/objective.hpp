#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace gen {

/// How the weight of the divergence rises to its full value.
struct Ramp {
    enum class Kind {
        none,
        linear,    // from 0 over `steps` (Bowman et al., 2016)
        cyclical,  // `cycles` times within `steps`, linear over the first half of each, then full (Fu et al., 2019)
    };
    Kind kind = Kind::none;
    std::uint64_t steps = 0;
    std::uint64_t cycles = 4;

    /// The factor of step number `step`, from 1.
    double factor(std::uint64_t step) const;
};

/// What is minimised, in nats per example.
struct VaeObjective {
    enum class Kind {
        vae,          // -E_q log p(x|z) + beta KL(q(z|x) || p(z)); with beta = 1 the negative ELBO
        autoencoder,  // -log p(x|z), z the encoder's output: "reconstruction only"
        kl_only,      // beta KL
        wae,          // -log p(x|z) + lambda MMD(q(z), p(z)), z the encoder's output: Tolstikhin et al., 2018
        info_vae,     // -E_q log p(x|z) + (1 - alpha) KL + (alpha + lambda - 1) MMD: Zhao, Song and Ermon, 2019
        beta_tc,      // -E_q log p(x|z) + I(x; z) + beta TC(z) + sum_j KL(q(z_j) || p(z_j)): Chen et al., 2018
    };
    enum class Binarize { none, threshold, dynamic };  // pixels as they are; > 1/2; drawn anew at every step
    enum class Corrupt { none, gaussian, mask };       // of the encoder's input only (Vincent et al., 2008): noise of this sd; pixels set to 0
    Kind kind = Kind::vae;
    double beta = 1;
    Ramp ramp = {};
    std::size_t samples = 1;  // z for each x, L: Kingma and Welling, 2014, eq. 7; K of `importance`
    bool importance = false;  // the importance-weighted bound of Burda et al., 2016, in place of the mean over samples
    Binarize binarize = Binarize::none;
    Corrupt corrupt = Corrupt::none;
    double corruption = 0;  // sd, or the part of the pixels
    double free_bits = 0;   // nats a dimension that cost nothing: sum_j max(free_bits, mean over the batch of KL_j) (Kingma et al., 2016)
    std::optional<double> capacity = {};  // C: beta |KL - C|, KL the mean over the batch (Burgess et al., 2018)
    std::uint64_t capacity_steps = 0;     // C rises from 0 over as many steps
    double mmd_weight = 10;               // lambda
    double alpha = 0;                     // of info_vae
    std::size_t data_size = 0;            // training examples: beta_tc

    bool uses_mmd() const { return kind == Kind::wae || kind == Kind::info_vae; }
    bool uses_codes() const { return kind == Kind::autoencoder || kind == Kind::wae; }  // the encoder gives z itself
    /// C at step number `step`.
    double capacity_at(std::uint64_t step) const;
};

/// Sums over examples, in nats. kl is NaN where there is no q(z|x); extra: the MMD or total correlation, each times the number of examples, NaN
/// where the objective has none. iwae: loss is minus the bound, recon and kl are means over samples.
struct VaeLoss {
    double loss = 0;
    double recon = 0;
    double kl = 0;
    double extra = 0;
};

}  // namespace gen
