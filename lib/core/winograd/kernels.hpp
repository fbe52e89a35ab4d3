// winograd: Winograd's minimal filtering, for convolutions that halve maps.
#pragma once

#include <cstddef>

#include "core/real.hpp"

namespace gen {

namespace winograd {

constexpr std::size_t points = 9;  // of a tile: 3 a + b
// Those of a weight that are sums, and where among them; the others, at the corners, are a quarter of the weight as it lies.
constexpr std::size_t sums = 5;
constexpr std::size_t no_sum = ~std::size_t{0};
constexpr std::size_t sum_at[points] = {no_sum, 0, no_sum, 1, 2, 3, no_sum, 4, no_sum};

/// The runs of the four pixels of a tile, or of the four taps of one parity: [i][j].
template <class Number>
struct Four {
    Number *p00, *p01, *p10, *p11;
};

}  // namespace winograd

/// What is done to the numbers of tiles around the products of core/winograd/convolution.hpp, in sums alone: built for several instruction levels
/// like Kernels (core/kernels.hpp), and the same on all. A tile's nine points [3a + b] lie `plane` numbers apart; each has runs of n numbers.
/// Pointers do not overlap.
struct WinogradKernels {
    /// Pixels to points: in each direction 0: x0, 1: x0 + x1, 2: x1.
    void (*widen)(const winograd::Four<const real>& pixels, std::size_t n, real* points, std::size_t plane);
    /// Of these points those in a row or a column with x0 + x1, in their order.
    void (*sum)(const winograd::Four<const real>& pixels, std::size_t n, real* points, std::size_t plane);
    /// sum()'s transpose, on top of what is there.
    void (*add_sums)(const real* points, std::size_t plane, std::size_t n, const winograd::Four<real>& pixels);
    /// widen()'s transpose, on top of one run of `bias` for each pixel: in each direction 0: x0 + x1, 1: x1 + x2.
    void (*narrow)(const real* points, std::size_t plane, std::size_t n, const real* bias, const winograd::Four<real>& pixels);
    /// Three rows of three runs each to points: in each direction 0: x0 - x1, 1: x1, 2: x2 - x1.
    void (*difference)(const real* const* rows, std::size_t n, real* points, std::size_t plane);
    /// Its transpose in one direction, for `tiles` side by side that share runs, points of the next tile lying `step` numbers on: run 2t of `line` is
    /// x0 of tile t and x2 of tile t - 1, run 2t + 1 is x1 - x0 - x2 of tile t. `line` has 2 tiles + 1 runs; x's three points lie `plane` apart.
    void (*join)(const real* points, std::size_t plane, std::size_t tiles, std::size_t step, std::size_t n, real* line);
    /// The same of a tile behind these that has no x2: x0 on top of the first of two runs, x1 - x0 to the other.
    void (*join_cut)(const real* points, std::size_t plane, std::size_t n, real* line);
    /// The same in the other direction: y = x0 + x2 + bias, and y = x1 - x0 - x2 + bias.
    void (*join_even)(const real* x0, const real* x2, const real* bias, std::size_t n, real* y);
    void (*join_odd)(const real* x0, const real* x1, const real* x2, const real* bias, std::size_t n, real* y);
};

/// Of the same level as kernels().
const WinogradKernels& winograd_kernels();

}  // namespace gen
