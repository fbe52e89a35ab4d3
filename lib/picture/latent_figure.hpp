#pragma once

#include <string>
#include <vector>

#include "picture/scene.hpp"

namespace gen::picture {

/// A latent space at a glance.
struct LatentFigure {
    std::vector<double> bars;                // one a dimension
    std::string bar_title;                   // what they are
    std::vector<std::vector<double>> codes;  // of each dimension: draws of q(z), in standard deviations of the prior from its mean
};

/// Bars for the dimensions, the greatest first, beside the histogram of the codes, one thin line a dimension and a thick one for all, with the
/// prior's density (dashed).
Scene draw_latent_figure(const LatentFigure& figure);

}  // namespace gen::picture
