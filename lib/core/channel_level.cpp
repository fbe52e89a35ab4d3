// Built once for each instruction level, by the rules at the top of core/kernels_level.cpp.
#include "core/channel_kernels.hpp"

namespace gen::GEN_LEVEL {
namespace {

using std::size_t;

constexpr size_t wide = 64;

// How many positions are taken for one, so that rows of few channels are long enough for vectors.
size_t folding(size_t channels) { return channels <= wide / 2 ? wide / channels : 1; }

void repeat(const real* __restrict values, size_t n, size_t times, real* __restrict out) {
    for (size_t i = 0; i < times; ++i)
        for (size_t j = 0; j < n; ++j) out[i * n + j] = values[j];
}

// What is done to d[p][c] before anything else, x[p][c] being there: nothing, or the way back through a relu.
struct AsItIs {
    real operator()(real d, real, size_t) const { return d; }
    AsItIs repeated(size_t, size_t, real*, real*) const { return {}; }
};
struct ThroughRelu {
    Rectified behind;
    real operator()(real d, real x, size_t j) const { return x * behind.scale[j] + behind.shift[j] > 0 ? d : behind.slope * d; }
    ThroughRelu repeated(size_t channels, size_t fold, real* scale, real* shift) const {
        repeat(behind.scale, channels, fold, scale);
        repeat(behind.shift, channels, fold, shift);
        return {{scale, shift, behind.slope}};
    }
};

template <class Way>
void dot_rows(const real* d, const real* x, size_t rows, size_t columns, const Way way, double* __restrict sum_d, double* __restrict sum_dx) {
    size_t i = 0;
    for (; i + 4 <= rows; i += 4) {
        const real* const d0 = d + i * columns;
        const real* const x0 = x + i * columns;
        for (size_t j = 0; j < columns; ++j) {
            const double a = way(d0[j], x0[j], j), b = way(d0[j + columns], x0[j + columns], j);
            const double c = way(d0[j + 2 * columns], x0[j + 2 * columns], j), e = way(d0[j + 3 * columns], x0[j + 3 * columns], j);
            sum_d[j] += (a + b) + (c + e);
            sum_dx[j] += (a * static_cast<double>(x0[j]) + b * static_cast<double>(x0[j + columns])) +
                         (c * static_cast<double>(x0[j + 2 * columns]) + e * static_cast<double>(x0[j + 3 * columns]));
        }
    }
    for (; i < rows; ++i)
        for (size_t j = 0; j < columns; ++j) {
            const double a = way(d[i * columns + j], x[i * columns + j], j);
            sum_d[j] += a;
            sum_dx[j] += a * static_cast<double>(x[i * columns + j]);
        }
}

template <class Way>
void dot_by(const real* d, const real* x, size_t positions, size_t channels, const Way& way, double* sum_d, double* sum_dx) {
    const size_t fold = folding(channels);
    if (fold == 1) return dot_rows(d, x, positions, channels, way, sum_d, sum_dx);
    double wide_d[wide] = {};
    double wide_dx[wide] = {};
    real scale[wide] = {};
    real shift[wide] = {};
    const Way wide_way = way.repeated(channels, fold, scale, shift);
    const size_t rows = positions / fold;
    const size_t done = rows * fold;
    dot_rows(d, x, rows, fold * channels, wide_way, wide_d, wide_dx);
    dot_rows(d + done * channels, x + done * channels, positions - done, channels, way, wide_d, wide_dx);
    for (size_t i = 0; i < fold; ++i)
        for (size_t j = 0; j < channels; ++j) {
            sum_d[j] += wide_d[i * channels + j];
            sum_dx[j] += wide_dx[i * channels + j];
        }
}

void dot(const real* x, const real* y, size_t positions, size_t channels, double* sum_x, double* sum_xy) {
    dot_by(x, y, positions, channels, AsItIs(), sum_x, sum_xy);
}

void dot_relu(const real* d, const real* x, size_t positions, size_t channels, const Rectified& behind, double* sum_d, double* sum_dx) {
    dot_by(d, x, positions, channels, ThroughRelu{behind}, sum_d, sum_dx);
}

void sums(const real* x, size_t positions, size_t channels, double* sum, double* square_sum) { dot(x, x, positions, channels, sum, square_sum); }

struct ThatIsAll {
    real operator()(real y) const { return y; }
};
struct Relu {
    real slope;
    real operator()(real y) const { return y > 0 ? y : slope * y; }
};

template <class Then>
void scale_shift_rows(const real* x, size_t rows, size_t columns, const real* __restrict scale, const real* __restrict shift, const Then then,
                      real* y) {
    for (size_t i = 0; i < rows; ++i)
#pragma omp simd
        for (size_t j = 0; j < columns; ++j) y[i * columns + j] = then(x[i * columns + j] * scale[j] + shift[j]);
}

template <class Then>
void scale_shift_then(const real* x, size_t positions, size_t channels, const real* scale, const real* shift, const Then& then, real* y) {
    const size_t fold = folding(channels);
    if (fold == 1) return scale_shift_rows(x, positions, channels, scale, shift, then, y);
    real wide_scale[wide];
    real wide_shift[wide];
    repeat(scale, channels, fold, wide_scale);
    repeat(shift, channels, fold, wide_shift);
    const size_t rows = positions / fold;
    const size_t done = rows * fold;
    scale_shift_rows(x, rows, fold * channels, wide_scale, wide_shift, then, y);
    scale_shift_rows(x + done * channels, positions - done, channels, scale, shift, then, y + done * channels);
}

void scale_shift(const real* x, size_t positions, size_t channels, const real* scale, const real* shift, real* y) {
    scale_shift_then(x, positions, channels, scale, shift, ThatIsAll(), y);
}

void scale_shift_relu(const real* x, size_t positions, size_t channels, const Rectified& by, real* y) {
    scale_shift_then(x, positions, channels, by.scale, by.shift, Relu{by.slope}, y);
}

template <class Way>
void axpby_rows(const real* x, const real* d, size_t rows, size_t columns, const real* __restrict a, const real* __restrict b,
                const real* __restrict s, const Way way, real* y) {
    for (size_t i = 0; i < rows; ++i)
#pragma omp simd
        for (size_t j = 0; j < columns; ++j) {
            const real at = x[i * columns + j];
            const real back = way(d[i * columns + j], at, j);  // first: products before a branch would not be fused with sums behind it
            y[i * columns + j] = a[j] * at + (b[j] * back + s[j]);
        }
}

template <class Way>
void axpby_by(const real* x, const real* d, size_t positions, size_t channels, const real* a, const real* b, const real* s, const Way& way, real* y) {
    const size_t fold = folding(channels);
    if (fold == 1) return axpby_rows(x, d, positions, channels, a, b, s, way, y);
    real wide_a[wide];
    real wide_b[wide];
    real wide_s[wide];
    real scale[wide] = {};
    real shift[wide] = {};
    repeat(a, channels, fold, wide_a);
    repeat(b, channels, fold, wide_b);
    repeat(s, channels, fold, wide_s);
    const Way wide_way = way.repeated(channels, fold, scale, shift);
    const size_t rows = positions / fold;
    const size_t done = rows * fold * channels;
    axpby_rows(x, d, rows, fold * channels, wide_a, wide_b, wide_s, wide_way, y);
    axpby_rows(x + done, d + done, positions - rows * fold, channels, a, b, s, way, y + done);
}

void axpby(const real* x, const real* d, size_t positions, size_t channels, const real* a, const real* b, const real* s, real* y) {
    axpby_by(x, d, positions, channels, a, b, s, AsItIs(), y);
}

void axpby_relu(const real* x, const real* d, size_t positions, size_t channels, const real* a, const real* b, const real* s, const Rectified& behind,
                real* y) {
    axpby_by(x, d, positions, channels, a, b, s, ThroughRelu{behind}, y);
}

}  // namespace

extern const ChannelKernels channel_kernels;
const ChannelKernels channel_kernels = {
    .sums = sums,
    .dot = dot,
    .scale_shift = scale_shift,
    .axpby = axpby,
    .scale_shift_relu = scale_shift_relu,
    .dot_relu = dot_relu,
    .axpby_relu = axpby_relu,
};

}  // namespace gen::GEN_LEVEL
