#pragma once

#include <string>

namespace gen {

class ModelScene;

/// The picture of kl-check --plot: the divergence of each dimension, or the spread of codes where there is none, and the codes beside the prior. An
/// SVG or a PNG, by the name's ending. Throws Fault::usage for another.
void expect_picture_name(const std::string& path);
std::string latent_plot(ModelScene& scene, const std::string& path);

}  // namespace gen
