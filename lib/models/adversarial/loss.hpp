#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "core/real.hpp"

namespace gen {

/// A loss of one logit whose label is `label` (1 real, 0 generated; between for soft labels), and its derivative. `is_real`: which side it is from.
using LogitLoss = double (*)(double logit, double label, bool is_real, double& derivative);
/// One of all logits a of real and b of generated images at once. Sum over the batch, derivatives of the mean.
using BatchLoss = double (*)(std::span<const double> a, std::span<const double> b, std::span<double> da, std::span<double> db);

/// What a D that cannot tell scores, and G with it.
struct Chance {
    double discriminator = std::numeric_limits<double>::quiet_NaN();
    double generator = std::numeric_limits<double>::quiet_NaN();
};

/// What discriminator D and generator G minimise: a row of the table in loss.cpp, which is all there is to a loss.
struct AdversarialLoss {
    std::string_view name;
    std::string_view says;  // for manuals: by D's logits a of real and b of generated images; sp is softplus, means over the batch

    // Single logits, or all at once; neither where there is no D, and G matches images to images.
    LogitLoss discriminator = nullptr;
    LogitLoss generator = nullptr;  // of b
    BatchLoss batch = nullptr;      // of D; G's is the same with a and b exchanged

    bool has_labels = false;                                      // D's is a cross-entropy or a squared error with labels, which may be soft
    bool exchanges_labels = false;                                // G is told D's label of real images, soft or exchanged as it is, in place of 1
    bool saturates = false;                                       // G's gradient dies where D is sure
    double threshold = std::numeric_limits<double>::quiet_NaN();  // the logit of a D that cannot tell, where there is such a number; real is above
    Chance chance = {};

    // What goes with it where nobody says otherwise.
    double penalty = 0;                     // weight of (|gradient of D| - 1)^2
    bool penalty_around_real = false;       // which is taken around real images, not between them and generated ones
    std::string_view without_penalty = {};  // the loss to use where the penalty is not wanted; empty: this one is a loss without it
    double weight_limit = 0;                // D's weights are clipped to +-this
    std::uint64_t d_steps = 1;              // of D to a turn of G
    double beta1 = 0.5;                     // Adam's
    double beta2 = 0.999;

    /// Whether there is a D.
    bool is_adversarial() const { return discriminator != nullptr || batch != nullptr; }
};

std::span<const AdversarialLoss> adversarial_losses();
/// Throws Fault::usage naming what is known.
const AdversarialLoss& adversarial_loss(std::string_view name);

}  // namespace gen
