#pragma once

#include <functional>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

/// Squared Euclidean distances of all rows of x [n, d] to all rows of y [m, d], by blocked products: |x|^2 + |y|^2 - 2 x'y of rows less the mean of
/// y. Where that would cancel (nearly equal rows) the differences are squared one by one, so that the distance of equal rows is 0.
class Distances {
public:
    /// Both must outlive this. Throws Fault::input where rows have different lengths or there are none.
    Distances(const Matrix& x, const Matrix& y, Parallel& parallel);

    /// `squares`: [of_x.count(), of_y.count()]. Called for each tile once, from several threads at once; the tiles of a block of rows of x come one
    /// after the other, in the order of y's rows.
    using Tile = std::function<void(Rows of_x, Rows of_y, const Matrix& squares)>;
    void visit(Parallel& parallel, const Tile& tile) const;

private:
    std::vector<real> centred_squares(const Matrix& m, Parallel& parallel) const;
    void centre(const Matrix& m, Rows rows, Matrix& out) const;
    void fill(Rows of_x, Rows of_y, Matrix& squares) const;

    const Matrix* x_;
    const Matrix* y_;
    std::vector<real> mean_;  // of y
    std::vector<real> x_squares_;
    std::vector<real> y_squares_;
};

}  // namespace gen
