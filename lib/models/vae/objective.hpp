#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "train/binary_pixels.hpp"
#include "train/ramp.hpp"

namespace gen {

/// What is minimised: a row of the table in objective.cpp. The loss is the sum of the terms it names.
struct VaeObjectiveType {
    enum class Term { none, mmd, total_correlation };  // of all codes of a batch

    std::string_view name;
    std::string_view says;       // for manuals
    bool reconstructs = true;    // -E_q log p(x|z)
    bool uses_codes = false;     // z is the encoder's output: no q(z|x), no divergence
    bool has_divergence = true;  // beta KL(q(z|x) || p(z)) as a term of its own
    bool has_alpha = false;      // weights: 1 - alpha of the divergence, alpha + lambda - 1 of the MMD
    Term term = Term::none;      // lambda MMD(q(z), p(z)), or in place of the divergence I(x; z) + beta TC(z) + sum_j KL(q(z_j) || p(z_j))
    bool takes_bounds = false;   // free bits or a capacity of the divergence
    bool is_plain = false;       // takes importance weights and a prior of pseudo-inputs: with beta = 1 the negative ELBO
    bool closed_form = false;    // computed, not trained

    bool has_mmd() const { return term == Term::mmd; }
    bool has_total_correlation() const { return term == Term::total_correlation; }
};

std::span<const VaeObjectiveType> vae_objective_types();
/// Throws Fault::usage naming what is known.
const VaeObjectiveType& vae_objective_type(std::string_view name);

/// What is minimised, in nats per example.
struct VaeObjective {
    using Binarize = BinaryPixels;
    enum class Corrupt { none, gaussian, mask };  // of the encoder's input only (Vincent et al., 2008): noise of this sd; pixels set to 0
    const VaeObjectiveType* type = &vae_objective_type("vae");
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
