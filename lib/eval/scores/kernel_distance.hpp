#pragma once

#include <cstddef>
#include <cstdint>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// How a kernel distance is estimated.
struct KernelDistance {
    std::size_t rows = 1000;    // of each side in a subset, or as many as there are
    std::size_t subsets = 100;  // drawn at random; one where all rows fit
    std::uint64_t seed = 0;
    bool biased = false;  // with the pairs of a row with itself, only to compare
};

/// The squared maximum mean discrepancy between the rows of x and y [.., d] for the kernel (a'b / d + 1)^3, unbiased, averaged over subsets: as KID
/// has it (Binkowski, Sutherland, Arbel and Gretton, 2018). About 0, and as often below 0 as above, where both have the same distribution. Its
/// standard error is that of the whole samples, by the mean of the kernel of each row (Hoeffding); too large where both are the same. Throws
/// Fault::input where rows differ in length or there are fewer than 2.
Estimated kernel_distance(const Matrix& x, const Matrix& y, const KernelDistance& how, Parallel& parallel);

}  // namespace gen
