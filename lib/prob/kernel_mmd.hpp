#pragma once

#include <span>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"

namespace gen {

/// The unbiased estimate of MMD^2 between two samples (Gretton et al., 2012, lemma 6) for a sum of Gaussian kernels,
/// k(a, b) = sum over s of exp(-|a - b|^2 / (2 s^2)). About 0, and as often below 0 as above, where both have the same distribution.
class KernelMmd {
public:
    /// x [n, d], y [m, d], two rows or more; dx [n, d] becomes the gradient in x, unless its data is null. `widths`: the s.
    /// Throws Fault::input for fewer rows and for shapes that do not fit.
    double operator()(Panel x, Panel y, std::span<const double> widths, Parallel& parallel, MutablePanel dx = {});

private:
    struct Block {
        Matrix products;  // of rows of a block with all rows of the other side
        Matrix weights;   // -dk/d(squared distance), with the pair's weight
    };
    double sum(Panel x, std::span<const double> x_squares, Panel y, std::span<const double> y_squares, bool same, double weight, Rows rows,
               std::span<const double> widths, Block& block, MutablePanel dx) const;

    std::vector<double> x_squares_;
    std::vector<double> y_squares_;
    std::vector<double> sums_;
    std::vector<Block> blocks_;
};

/// Widths that suit data: the median distance of its rows times 1/4, 1/2, 1, 2 and 4. Of the first 500 rows.
std::vector<double> widths_for(Panel data);

}  // namespace gen
