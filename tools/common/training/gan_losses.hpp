#pragma once

#include <string>
#include <string_view>

#include "models/adversarial/loss.hpp"

namespace gen {

/// What the table of losses says, in sentences of help and manual.

/// "  minimax         D sp(-a) + sp(b), ...", a line or more each.
std::string losses_described();
/// A setting that goes with the losses: "10 for wgan-gp and dragan, else 0".
std::string by_loss(std::string (*setting)(const AdversarialLoss& loss));
/// "minimax, non-saturating and flip"
std::string losses_with_labels();

/// "0.5,0.999"
std::string betas_of(const AdversarialLoss& loss);

}  // namespace gen
