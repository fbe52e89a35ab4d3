#pragma once

#include <cstdint>

#include "core/matrix.hpp"

namespace gen {

/// Real rows and samples as scores see them that train a network: equally many of either, one half of them learnt from, the other held out.
struct HeldOut {
    Matrix learnt;  // real rows, then as many samples
    Matrix held;    // likewise

    /// Centres all rows by the means of the columns that are learnt from, and divides each column by its standard deviation there.
    void standardise();
    /// Centres, and divides all columns by one number, the root of their mean variance, which it returns: distances keep their proportions.
    double scale();
};

/// Rows are chosen and halved at random; of the larger side as many as the smaller one has. Sides of the same size are halved alike, so that a row
/// which is on both is not learnt and held out. Throws Fault::input where rows differ in length or a side has fewer than 4.
HeldOut held_out(const Matrix& real_rows, const Matrix& samples, std::uint64_t seed);

/// Whether rows of this shape are pictures that convolutions see something in.
bool has_maps(const Shape& shape);

}  // namespace gen
