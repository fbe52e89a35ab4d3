#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// Which pairs of images are compared, at which scales.
enum class MsSsimProtocol {
    by_size,      // scales_by_size(); random pairs, of which no two share an image, 5,000 or as many as there are; the error is over pairs
    compare_gan,  // five_scales(); all pairs within 5 random batches of 64 images (fewer images: fewer batches); the error is over batches
};

/// How little images resemble each other.
struct MsSsim {
    Estimated diversity;     // 1 - mean MS-SSIM over pairs: 0 where all images are equal, more for diverse ones (Rosca et al., 2017, 4.2)
    std::size_t scales = 0;  // of the pictures
    std::size_t pairs = 0;   // each counted once: MS-SSIM is symmetric
};

/// Odena, Olah and Shlens, 2017: mean MS-SSIM over pairs of samples, there within a class. Blind to whether images look like anything: noise has most
/// diversity. `images`: [N, C*H*W] in [0, 1]; `shape`: {C, H, W}. Throws Fault::input for fewer than two images, and for those one pixel high or
/// wide.
MsSsim ms_ssim_diversity(const Matrix& images, const Shape& shape, MsSsimProtocol protocol, std::uint64_t seed, Parallel& parallel);

}  // namespace gen
