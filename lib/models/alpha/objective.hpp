#pragma once

#include <optional>

#include "models/adversarial/loss.hpp"

namespace gen {

/// What the networks minimise, beside what the spec says of the reconstruction; a critic gives a logit a.
struct AlphaObjective {
    /// What D and C minimise: "non-saturating" is a cross-entropy, "wgan-gp" the difference.
    const AdversarialLoss* critic = &adversarial_loss("non-saturating");
    bool hybrid = true;      // E and G minimise -a, the log ratio of densities where D or C is at its best; else as the critic's loss has it
    double penalty = 0;      // of both critics, at points between both sides (Gulrajani et al., 2017)
    double adversarial = 1;  // weight of what critics say, for E and G
    double divergence = 1;   // of the divergence in closed form
    double cycle = 0;        // W: W |z - E(G(z))|_1, for E and G
    double real_weight = 1;  // of log D(x), beside 1 of each generated term
    bool judges_reconstructions = true;  // D sees G(E(x)), too
    bool averages = false;               // over G(E(x)) and G(z), not their sum
    bool together = false;               // E and G learn in one update, of one loss

    /// D learns only while its losses of x and of G(z), -log D(x) and -log(1 - D(G(z))), are above `low`, G while both are below `high`; where
    /// neither would learn, both do (Larsen et al., 2016).
    struct Balance {
        double low;
        double high;
    };
    std::optional<Balance> balance = {};

    bool wasserstein() const { return !critic->has_labels; }
    /// Of each kind of generated image, in the losses of D and G.
    double generated_weight() const { return averages && judges_reconstructions ? 0.5 : 1; }
};

}  // namespace gen
