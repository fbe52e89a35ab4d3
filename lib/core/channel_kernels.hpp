#pragma once

#include <cstddef>

#include "core/real.hpp"

namespace gen {

/// A relu behind a norm: y = v where v = scale[c] x[p][c] + shift[c] > 0, else slope v.
struct Rectified {
    const real* scale;
    const real* shift;
    real slope;
};

/// Numbers of each channel of maps with channels last, [position p][channel c]: the hot loops of norms, built for several instruction levels like
/// Kernels (core/kernels.hpp). Pointers do not overlap unless it is said.
struct ChannelKernels {
    /// sum[c] += x[p][c], square_sum[c] += x[p][c]^2, over all p.
    void (*sums)(const real* x, std::size_t positions, std::size_t channels, double* sum, double* square_sum);
    /// sum_x[c] += x[p][c], sum_xy[c] += x[p][c] y[p][c], over all p; x and y may be equal.
    void (*dot)(const real* x, const real* y, std::size_t positions, std::size_t channels, double* sum_x, double* sum_xy);
    /// y[p][c] = scale[c] x[p][c] + shift[c]; x and y may be equal.
    void (*scale_shift)(const real* x, std::size_t positions, std::size_t channels, const real* scale, const real* shift, real* y);
    /// y[p][c] = a[c] x[p][c] + b[c] d[p][c] + s[c]; y may equal x or d.
    void (*axpby)(const real* x, const real* d, std::size_t positions, std::size_t channels, const real* a, const real* b, const real* s, real* y);

    /// scale_shift() with a relu behind it, in one pass, the same numbers. The other two begin with the way back through that relu: they take d[p][c]
    /// where v > 0, else slope d[p][c].
    void (*scale_shift_relu)(const real* x, std::size_t positions, std::size_t channels, const Rectified& by, real* y);
    void (*dot_relu)(const real* d, const real* x, std::size_t positions, std::size_t channels, const Rectified& behind, double* sum_d,
                     double* sum_dx);
    void (*axpby_relu)(const real* x, const real* d, std::size_t positions, std::size_t channels, const real* a, const real* b, const real* s,
                       const Rectified& behind, real* y);
};

/// Of the same level as kernels().
const ChannelKernels& channel_kernels();

}  // namespace gen
