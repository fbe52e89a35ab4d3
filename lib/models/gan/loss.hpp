#pragma once

#include <span>
#include <string_view>

#include "core/real.hpp"

namespace gen {

/// What discriminator D and generator G minimise, as functions of D's logits a of real and b of generated images. sp is softplus, means over the
/// batch.
enum class AdversarialLoss {
    minimax,         // D: sp(-a) + sp(b), G: -sp(b); Goodfellow et al., 2014, eq. 1. G's gradient dies where D is sure.
    non_saturating,  // the same D, G: sp(-b); section 3 there
    flip,            // non-saturating by other words: G with D's labels exchanged, soft ones included
    lsgan,           // D: (a - 1)^2 / 2 + b^2 / 2, G: (b - 1)^2 / 2; Mao et al., 2017
    wgan,            // D: b - a, G: -b; Arjovsky, Chintala and Bottou, 2017
    hinge,           // D: max(0, 1 - a) + max(0, 1 + b), G: -b; Lim and Ye, 2017
    relativistic,    // D: sp(-(a - mean b)) + sp(b - mean a), G with roles exchanged; Jolicoeur-Martineau, 2019
    mmd,             // no D: the discrepancy of generated from real images; Li, Swersky and Zemel, 2015
};

/// "minimax", "non-saturating", ...
std::string_view name_of(AdversarialLoss loss);
/// Whether D's loss is a cross-entropy or a squared error with labels, which may be soft.
bool has_labels(AdversarialLoss loss);
/// Where the logit of a D that cannot tell lies; what exceeds it is called real. NaN where there is no such number (wgan, relativistic).
double threshold(AdversarialLoss loss);

/// What a D that cannot tell scores, and G with it.
struct Chance {
    double discriminator;
    double generator;
};
Chance chance(AdversarialLoss loss);

/// D's loss of one logit whose label is `label` (1 real, 0 generated; between for soft labels), and its derivative. For losses of single logits.
double discriminator_loss(AdversarialLoss loss, double logit, bool real_side, double label, double& derivative);
/// G's loss of one logit b of its images; `label` is what `flip` and lsgan aim at.
double generator_loss(AdversarialLoss loss, double logit, double label, double& derivative);

/// The relativistic average loss of D over a whole batch; G's is the same with a and b exchanged. Sums over the batch, derivatives of the mean.
double relativistic_loss(std::span<const double> a, std::span<const double> b, std::span<double> da, std::span<double> db);

}  // namespace gen
