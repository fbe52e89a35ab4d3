#pragma once

#include <cstdint>
#include <optional>

#include "models/adversarial/loss.hpp"

namespace gen {

/// A range that soft labels are drawn from, uniformly.
struct LabelRange {
    double low;
    double high;
};

/// What discriminator and generator minimise, and what is done to the discriminator's inputs: everything about a GAN's step that is no architecture.
struct GanObjective {
    const AdversarialLoss* loss = &adversarial_loss("non-saturating");

    // Terms of D's loss. g is the gradient of D's logit by its input.
    double gradient_penalty = 0;  // L: L (|g| - 1)^2 at random points between real and generated images (Gulrajani et al., 2017)
    double dragan = 0;            // L: the same at real images, moved by up to half the batch's standard deviation (Kodali et al., 2017)
    double r1 = 0;                // G: G/2 |g|^2 at real images (Mescheder, Geiger and Nowozin, 2018)
    double r2 = 0;                // and at generated ones
    double augment = 0;           // W: W (D(x) - D(T(x)))^2 for real images shifted by T (Zhang et al., 2020)
    double auxiliary = 1;         // of the cross-entropy of classes, for D and G, where there is an auxiliary classifier

    double weight_limit = 0;  // D's weights are clipped to +-this after each update; 0: not (Arjovsky, Chintala and Bottou, 2017)

    LabelRange real_label = {1, 1};
    LabelRange fake_label = {0, 0};
    double flip_labels = 0;         // probability that an input of D gets the other side's label
    bool mixed_batches = false;     // layers that see the whole batch see real and generated images together
    double noise = 0;               // standard deviation of noise added to D's inputs at the first step
    std::uint64_t noise_steps = 0;  // that many D steps on it is gone, linearly; 0: it stays

    std::uint64_t replay = 0;           // generated images that are kept; 0: none (Shrivastava et al., 2017)
    double replay_part = 0.5;           // probability that D sees a kept one in place of a new one
    std::uint64_t snapshot_every = 0;   // D steps from one copy of both networks to the next; 0: none
    std::uint64_t snapshot_length = 0;  // for so many steps after that, each network plays against the old copy of the other

    std::optional<double> d_above = {};  // D learns only while its loss is above this
    std::optional<double> g_above = {};  // and G likewise

    /// Standard deviation of the noise on D's inputs after so many D steps.
    double noise_at(std::uint64_t steps) const {
        if (noise_steps == 0) return noise;
        return steps >= noise_steps ? 0 : noise * (1 - static_cast<double>(steps) / static_cast<double>(noise_steps));
    }
    /// Whether any label may be other than 1 of real and 0 of generated images.
    bool changes_labels() const {
        return real_label.low != 1 || real_label.high != 1 || fake_label.low != 0 || fake_label.high != 0 || flip_labels > 0;
    }
    bool penalises() const { return gradient_penalty > 0 || dragan > 0 || r1 > 0 || r2 > 0; }
};

}  // namespace gen
