#pragma once

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// How much images change from pixel to pixel, as means over images with the errors of those. Both fall when images are blurred, and both rise with
/// noise: a number far above that of real images is no praise. In grey values of [0, 1]: luma of three channels, otherwise the mean of all.
struct Sharpness {
    Estimated laplacian;  // variance within an image of p(y-1,x) + p(y+1,x) + p(y,x-1) + p(y,x+1) - 4 p(y,x): Pech-Pacheco et al., 2000
    Estimated gradient;   // mean within an image of (p(y,x+1) - p(y,x))^2 + (p(y+1,x) - p(y,x))^2
};

/// `images`: [N, C*H*W]; `shape`: {C, H, W}, at least 3 x 3. Throws Fault::input otherwise.
Sharpness sharpness(const Matrix& images, const Shape& shape, Parallel& parallel);

}  // namespace gen
