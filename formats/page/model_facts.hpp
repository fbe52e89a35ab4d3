#pragma once

#include <string>

#include "models/model.hpp"

namespace gen::page {

/// "vae, 1x28x28, 20 latent numbers, 652,824 weights"
std::string model_in_words(const Model& model);

/// What its architecture says, and the layers of its networks as tables, folded in.
std::string model_facts(const Model& model);

}  // namespace gen::page
