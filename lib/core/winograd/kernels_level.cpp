// Built once for each instruction level, by the rules at the top of core/kernels_level.cpp.
#include "core/winograd/kernels.hpp"

namespace gen::GEN_LEVEL {
namespace {

using std::size_t;
using winograd::Four;

// The points of a tile, or those that are sums alone.
template <bool all>
void widen_to(const Four<const real>& pixels, size_t n, real* __restrict points, size_t plane) {
    const auto [p00, p01, p10, p11] = pixels;
    const auto place = [points, plane](size_t point) { return points + (all ? point : winograd::sum_at[point]) * plane; };
    real* const top = place(1);
    real* const left = place(3);
    real* const middle = place(4);
    real* const right = place(5);
    real* const bottom = place(7);
#pragma omp simd
    for (size_t k = 0; k < n; ++k) {
        const real top_sum = p00[k] + p01[k];
        const real bottom_sum = p10[k] + p11[k];
        top[k] = top_sum;
        left[k] = p00[k] + p10[k];
        middle[k] = top_sum + bottom_sum;
        right[k] = p01[k] + p11[k];
        bottom[k] = bottom_sum;
        if constexpr (all) {
            points[k] = p00[k];
            points[2 * plane + k] = p01[k];
            points[6 * plane + k] = p10[k];
            points[8 * plane + k] = p11[k];
        }
    }
}

void add_sums(const real* __restrict points, size_t plane, size_t n, const Four<real>& pixels) {
    const auto [p00, p01, p10, p11] = pixels;
#pragma omp simd
    for (size_t k = 0; k < n; ++k) {
        const real top = points[k] + points[2 * plane + k];
        const real bottom = points[4 * plane + k] + points[2 * plane + k];
        p00[k] += top + points[plane + k];
        p01[k] += top + points[3 * plane + k];
        p10[k] += bottom + points[plane + k];
        p11[k] += bottom + points[3 * plane + k];
    }
}

void narrow(const real* __restrict points, size_t plane, size_t n, const real* __restrict bias, const Four<real>& pixels) {
    const auto [p00, p01, p10, p11] = pixels;
#pragma omp simd
    for (size_t k = 0; k < n; ++k) {
        const real left = points[3 * plane + k] + points[4 * plane + k];
        const real right = points[4 * plane + k] + points[5 * plane + k];
        p00[k] = points[k] + points[plane + k] + left + bias[k];
        p01[k] = points[plane + k] + points[2 * plane + k] + right + bias[k];
        p10[k] = left + (points[6 * plane + k] + points[7 * plane + k]) + bias[k];
        p11[k] = right + (points[7 * plane + k] + points[8 * plane + k]) + bias[k];
    }
}

void difference(const real* const* rows, size_t n, real* __restrict points, size_t plane) {
    const real* const top = rows[0];
    const real* const middle = rows[1];
    const real* const bottom = rows[2];
#pragma omp simd
    for (size_t k = 0; k < n; ++k) {
        const real middle0 = middle[k] - middle[n + k];
        const real middle1 = middle[n + k];
        const real middle2 = middle[2 * n + k] - middle[n + k];
        points[k] = (top[k] - top[n + k]) - middle0;
        points[plane + k] = top[n + k] - middle1;
        points[2 * plane + k] = (top[2 * n + k] - top[n + k]) - middle2;
        points[3 * plane + k] = middle0;
        points[4 * plane + k] = middle1;
        points[5 * plane + k] = middle2;
        points[6 * plane + k] = (bottom[k] - bottom[n + k]) - middle0;
        points[7 * plane + k] = bottom[n + k] - middle1;
        points[8 * plane + k] = (bottom[2 * n + k] - bottom[n + k]) - middle2;
    }
}

void join(const real* __restrict points, size_t plane, size_t tiles, size_t step, size_t n, real* __restrict line) {
    for (size_t t = 0; t < tiles; ++t) {
        const real* const x = points + t * step;
        real* const even = line + 2 * t * n;
        if (t == 0)
            __builtin_memcpy(even, x, n * sizeof(real));
        else
            for (size_t k = 0; k < n; ++k) even[k] += x[k];
        for (size_t k = 0; k < n; ++k) even[n + k] = x[plane + k] - x[k] - x[2 * plane + k];
        __builtin_memcpy(even + 2 * n, x + 2 * plane, n * sizeof(real));
    }
}

void join_cut(const real* __restrict points, size_t plane, size_t n, real* __restrict line) {
    for (size_t k = 0; k < n; ++k) {
        line[k] += points[k];
        line[n + k] = points[plane + k] - points[k];
    }
}

void join_even(const real* __restrict x0, const real* __restrict x2, const real* __restrict bias, size_t n, real* __restrict y) {
    for (size_t k = 0; k < n; ++k) y[k] = x0[k] + x2[k] + bias[k];
}

void join_odd(const real* __restrict x0, const real* __restrict x1, const real* __restrict x2, const real* __restrict bias, size_t n,
              real* __restrict y) {
    for (size_t k = 0; k < n; ++k) y[k] = x1[k] - x0[k] - x2[k] + bias[k];
}

}  // namespace

extern const WinogradKernels winograd_kernels;
const WinogradKernels winograd_kernels = {
    .widen = widen_to<true>,
    .sum = widen_to<false>,
    .add_sums = add_sums,
    .narrow = narrow,
    .difference = difference,
    .join = join,
    .join_cut = join_cut,
    .join_even = join_even,
    .join_odd = join_odd,
};

}  // namespace gen::GEN_LEVEL
