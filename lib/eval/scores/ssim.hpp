#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// How alike two pictures are at several scales, by the weights of Wang, Simoncelli and Bovik, "Multiscale structural similarity", 2003. Pixels lie
/// in [0, 1]; the constants are (.01)^2 and (.03)^2.
struct SsimScales {
    std::vector<double> weights;  // of each scale, the finest first: the exponent of its contrast and structure, of the last one its luminance too
    std::size_t window = 11;      // side of the Gaussian window; a picture that is smaller takes its own smaller side
    double sd = 1.5;              // of the window, in pixels
};

/// As many scales, one to five, as leave the smaller side at least a window wide (28 pixels: two, 64: three, 176: all five). Their weights sum to 1.
SsimScales scales_by_size(const Shape& shape);

/// All five whatever the size, as compare_gan has them (image_similarity.py): the window shrinks with the picture, its sd does not.
SsimScales five_scales();

/// 1 for equal pictures, from 0 on: the product over scales of max(0, mean of contrast and structure)^weight, of the last one luminance included,
/// averaged over channels. Means are over places where the whole window lies within the picture; from one scale to the next, means of 2 x 2 pixels,
/// an odd last row or column standing twice. Of pictures `shape` {C, H, W}, planes one after the other.
double ms_ssim(const real* a, const real* b, const Shape& shape, const SsimScales& scales);

}  // namespace gen
