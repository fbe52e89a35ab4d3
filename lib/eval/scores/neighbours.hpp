#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/matrix.hpp"
#include "core/parallel.hpp"

namespace gen {

/// The k nearest rows of each row, nearest first; of equally near ones the earlier.
struct Neighbours {
    std::size_t k = 0;
    std::vector<std::uint32_t> rows;  // [n, k]
    std::vector<real> squares;        // [n, k], squared Euclidean distances

    std::size_t count() const { return rows.size() / k; }
    std::size_t nearest(std::size_t i) const { return rows[i * k]; }
    real square(std::size_t i) const { return squares[i * k]; }
    /// The squared distance to the k-th nearest.
    real radius(std::size_t i) const { return squares[(i + 1) * k - 1]; }
};

/// Of each row of x [n, d] among the rows of `of` [m, d]. Throws Fault::input where there are fewer than k.
Neighbours nearest_rows(const Matrix& x, const Matrix& of, std::size_t k, Parallel& parallel);

/// Of each row among the other rows of x.
Neighbours nearest_others(const Matrix& x, std::size_t k, Parallel& parallel);

}  // namespace gen
