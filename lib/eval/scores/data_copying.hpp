#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/matrix.hpp"
#include "core/parallel.hpp"
#include "eval/estimated.hpp"

namespace gen {

/// How space is cut into cells.
struct CopyingCells {
    std::size_t cells = 0;   // 0: one for each 200 test rows, at most 50, as in the paper for 10,000
    std::size_t least = 20;  // a cell counts with more samples than these
    std::uint64_t seed = 0;
};

/// Meehan, Chaudhuri and Dasgupta, "A non-parametric test to detect data-copying in generative models", 2020. Within each cell of the training set
/// (k_means), the distances of samples to their nearest training row are compared with those of test rows by ranks; C_T is the mean of the z-scores
/// over cells, weighted by the test rows in each. Far below 0: samples lie nearer to training rows than real data do, they are copies. Far above:
/// they lie farther off, the model fits badly. About 0: neither, or some copies that samples too far off make up for, which a mean cannot tell. What
/// features see decides what is near.
struct DataCopying {
    Estimated score;        // C_T in standard deviations; the error is that of samples as good as test rows, 1 where there is one cell
    std::size_t cells = 0;  // that counted
    double share = 0;       // of the test rows, in those cells
};

/// All [rows, features]. NaN where no cell counts. Throws Fault::input where rows differ in length or there are none.
DataCopying data_copying(const Matrix& train, const Matrix& test, const Matrix& samples, const CopyingCells& how, Parallel& parallel);

/// The z-score of Mann and Whitney's U, 1947: above 0 where numbers in `a` are larger than those in `b`. Equal numbers share their ranks; 0 where all
/// are equal.
double mann_whitney_z(std::span<const real> a, std::span<const real> b);

}  // namespace gen
