// Built once for each instruction level, by the rules at the top of core/kernels_level.cpp.
#include "core/kernels_levels.hpp"
#include "core/patch_kernels.hpp"

namespace gen::GEN_LEVEL {

extern const ChannelKernels channel_kernels;    // core/channel_level.cpp
extern const WinogradKernels winograd_kernels;  // core/winograd/kernels_level.cpp

namespace {

using std::size_t;

size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
size_t larger(size_t a, size_t b) { return a > b ? a : b; }

// In NHWC the taps of one kernel row lie side by side in an image row: a patch is kernel_height runs of kernel_width * channels numbers. Places
// in an image row are counted from the start of the left padding.
struct Runs {
    size_t length;        // of each run, in numbers
    size_t start;         // of the run of position 0
    size_t step;          // from one position's run to the next one's
    size_t left, right;   // the image row itself
    size_t count;         // positions in a line
    size_t inner, outer;  // positions inner ... outer-1 have runs that lie within the image
};

Runs make_runs(const ConvGeometry& g, size_t from, size_t to) {
    Runs r = {to - from, from, g.stride * g.channels, g.padding * g.channels, (g.padding + g.width) * g.channels, g.small_width, 0, 0};
    if (r.start < r.left) r.inner = smaller((r.left - r.start + r.step - 1) / r.step, r.count);
    if (r.start + r.length <= r.right) r.outer = smaller((r.right - r.start - r.length) / r.step + 1, r.count);
    r.outer = larger(r.outer, r.inner);
    return r;
}

// The part of position i's run that lies within the image: numbers from ... to-1 of the run.
struct Clip {
    size_t from, to;
};
Clip clip(const Runs& r, size_t i) {
    const size_t start = r.start + i * r.step;
    const size_t from = start < r.left ? smaller(r.left - start, r.length) : 0;
    const size_t to = start < r.right ? smaller(r.right - start, r.length) : 0;
    return {from, larger(to, from)};
}

template <size_t length, class Number>
void copy_short(const Number* __restrict x, size_t x_step, Number* __restrict y, size_t y_step, size_t count) {
    for (size_t i = 0; i < count; ++i)
        for (size_t j = 0; j < length; ++j) y[i * y_step + j] = x[i * x_step + j];
}

template <class Number>
void copy_runs(const Number* __restrict x, size_t x_step, Number* __restrict y, size_t y_step, size_t length, size_t count) {
    switch (length) {  // kernels of 3 to 5 taps over 1 or 3 channels: as long a loop is mostly its own overhead
        case 3: return copy_short<3>(x, x_step, y, y_step, count);
        case 4: return copy_short<4>(x, x_step, y, y_step, count);
        case 5: return copy_short<5>(x, x_step, y, y_step, count);
        case 9: return copy_short<9>(x, x_step, y, y_step, count);
        case 12: return copy_short<12>(x, x_step, y, y_step, count);
        case 15: return copy_short<15>(x, x_step, y, y_step, count);
    }
    for (size_t i = 0; i < count; ++i) __builtin_memcpy(y + i * y_step, x + i * x_step, length * sizeof(Number));
}

template <size_t length>
void add_short(const real* __restrict x, size_t x_step, real* __restrict y, size_t y_step, size_t count) {
    for (size_t i = 0; i < count; ++i)
#pragma omp simd
        for (size_t j = 0; j < length; ++j) y[i * y_step + j] += x[i * x_step + j];
}

void add_runs(const real* __restrict x, size_t x_step, real* __restrict y, size_t y_step, size_t length, size_t count) {
    switch (length) {
        case 3: return add_short<3>(x, x_step, y, y_step, count);
        case 4: return add_short<4>(x, x_step, y, y_step, count);
        case 5: return add_short<5>(x, x_step, y, y_step, count);
        case 9: return add_short<9>(x, x_step, y, y_step, count);
        case 12: return add_short<12>(x, x_step, y, y_step, count);
        case 15: return add_short<15>(x, x_step, y, y_step, count);
    }
    for (size_t i = 0; i < count; ++i)
        for (size_t j = 0; j < length; ++j) y[i * y_step + j] += x[i * x_step + j];
}

template <class Number>
void gather_clipped(const Runs& r, size_t i, const Number* __restrict row, Number* __restrict y) {
    const Clip c = clip(r, i);
    for (size_t j = 0; j < c.from; ++j) y[j] = 0;
    for (size_t j = c.from; j < c.to; ++j) y[j] = row[r.start + i * r.step + j - r.left];
    for (size_t j = c.to; j < r.length; ++j) y[j] = 0;
}

void scatter_clipped(const Runs& r, size_t i, const real* __restrict x, real* __restrict row) {
    const Clip c = clip(r, i);
    for (size_t j = c.from; j < c.to; ++j) row[r.start + i * r.step + j - r.left] += x[j];
}

template <class Number>
void gather(const ConvGeometry& g, const Number* __restrict image, size_t first_line, size_t lines, size_t first, size_t last,
            Number* __restrict columns) {
    const size_t run = g.kernel_width * g.channels;
    const size_t width = last - first;
    for (size_t ky = first / run; ky * run < last; ++ky) {
        const size_t from = larger(ky * run, first);
        const Runs r = make_runs(g, from - ky * run, smaller((ky + 1) * run, last) - ky * run);
        for (size_t line = 0; line < lines; ++line) {
            Number* const y = columns + line * r.count * width + (from - first);
            const size_t row_at = (first_line + line) * g.stride + ky;  // counted from the start of the padding
            if (row_at < g.padding || row_at >= g.padding + g.height) {
                for (size_t i = 0; i < r.count; ++i) __builtin_memset(y + i * width, 0, r.length * sizeof(Number));
                continue;
            }
            const Number* const row = image + (row_at - g.padding) * g.width * g.channels;
            for (size_t i = 0; i < r.inner; ++i) gather_clipped(r, i, row, y + i * width);
            copy_runs(row + r.start + r.inner * r.step - r.left, r.step, y + r.inner * width, width, r.length, r.outer - r.inner);
            for (size_t i = r.outer; i < r.count; ++i) gather_clipped(r, i, row, y + i * width);
        }
    }
}

// Neighbouring runs overlap: adding one right after the other would load numbers whose stores are still on their way, and wait for them. Every
// `phases`-th runs are apart.
void scatter(const ConvGeometry& g, const real* __restrict columns, size_t first_line, size_t lines, real* __restrict image) {
    const size_t phases = (g.kernel_width + g.stride - 1) / g.stride;
    const Runs r = make_runs(g, 0, g.kernel_width * g.channels);
    const size_t patch = g.kernel_height * r.length;
    for (size_t line = 0; line < lines; ++line) {
        const size_t top = (first_line + line) * g.stride;
        const size_t first_ky = top < g.padding ? g.padding - top : 0;
        const size_t last_ky = top < g.padding + g.height ? smaller(g.kernel_height, g.padding + g.height - top) : 0;
        const real* const block = columns + line * r.count * patch;
        for (size_t ky = first_ky; ky < last_ky; ++ky) {
            real* const row = image + (top + ky - g.padding) * g.width * g.channels;
            const real* const x = block + ky * r.length;
            for (size_t i = 0; i < r.inner; ++i) scatter_clipped(r, i, x + i * patch, row);
            for (size_t i = r.outer; i < r.count; ++i) scatter_clipped(r, i, x + i * patch, row);
        }
        for (size_t i = r.inner; i < smaller(r.inner + phases, r.outer); ++i)
            for (size_t ky = first_ky; ky < last_ky; ++ky) {
                real* const row = image + (top + ky - g.padding) * g.width * g.channels;
                add_runs(block + i * patch + ky * r.length, phases * patch, row + r.start + i * r.step - r.left, phases * r.step, r.length,
                         (r.outer - i + phases - 1) / phases);
            }
    }
}

constexpr size_t side = 8;         // of a square that is turned in registers
constexpr size_t band = 4 * side;  // of rows: what they write of a row of y are whole lines of the cache

typedef real SquareRow __attribute__((vector_size(side * sizeof(real))));

// Where column j comes from, 8 and more being the lower row's, when in two rows the upper one's numbers that lie `distance` to the right change
// places with the lower one's to the left.
template <size_t distance>
constexpr int upper(size_t j) {
    return static_cast<int>((j & distance) == 0 ? j : side + j - distance);
}
template <size_t distance>
constexpr int lower(size_t j) {
    return static_cast<int>((j & distance) == 0 ? j + distance : side + j);
}

template <size_t d>
void swap_rows(SquareRow* square) {
    for (size_t i = 0; i < side; ++i) {
        if ((i & d) != 0) continue;
        const SquareRow a = square[i];
        const SquareRow b = square[i + d];
        square[i] =
            __builtin_shufflevector(a, b, upper<d>(0), upper<d>(1), upper<d>(2), upper<d>(3), upper<d>(4), upper<d>(5), upper<d>(6), upper<d>(7));
        square[i + d] =
            __builtin_shufflevector(a, b, lower<d>(0), lower<d>(1), lower<d>(2), lower<d>(3), lower<d>(4), lower<d>(5), lower<d>(6), lower<d>(7));
    }
}

void transpose_square(const real* x, size_t x_step, real* y, size_t y_step) {
    SquareRow square[side];
    for (size_t i = 0; i < side; ++i) __builtin_memcpy(&square[i], x + i * x_step, sizeof square[i]);
    swap_rows<4>(square);
    swap_rows<2>(square);
    swap_rows<1>(square);
    for (size_t i = 0; i < side; ++i) __builtin_memcpy(y + i * y_step, &square[i], sizeof square[i]);
}

// Images in colour are long and narrow.
template <size_t channels>
void transpose_narrow(const real* __restrict x, size_t n, bool channels_last, real* __restrict y) {
    for (size_t i = 0; i < n; ++i)
        for (size_t c = 0; c < channels; ++c) {
            if (channels_last)
                y[c * n + i] = x[i * channels + c];
            else
                y[i * channels + c] = x[c * n + i];
        }
}

void transpose(const real* x, size_t rows, size_t columns, real* y) {
    if (rows == 1 || columns == 1) {
        __builtin_memcpy(y, x, rows * columns * sizeof(real));
        return;
    }
    if (rows == 3) return transpose_narrow<3>(x, columns, false, y);
    if (columns == 3) return transpose_narrow<3>(x, rows, true, y);
    const size_t even_rows = rows / side * side;
    const size_t even_columns = columns / side * side;
    for (size_t top = 0; top < even_rows; top += band) {
        const size_t bottom = smaller(top + band, even_rows);
        for (size_t j = 0; j < even_columns; j += side)
            for (size_t i = top; i < bottom; i += side) transpose_square(x + i * columns + j, columns, y + j * rows + i, rows);
        for (size_t j = even_columns; j < columns; ++j)
            for (size_t i = top; i < bottom; ++i) y[j * rows + i] = x[i * columns + j];
    }
    for (size_t i = even_rows; i < rows; ++i)
        for (size_t j = 0; j < columns; ++j) y[j * rows + i] = x[i * columns + j];
}

void fill_positions(real* __restrict y, const real* __restrict values, size_t positions, size_t channels) {
    const size_t n = positions * channels;
    if (values == nullptr) {
        __builtin_memset(y, 0, n * sizeof(real));
        return;
    }
    size_t done = smaller(channels, n);
    for (size_t j = 0; j < done; ++j) y[j] = values[j];
    for (; done < n; done += smaller(done, n - done)) __builtin_memcpy(y + done, y, smaller(done, n - done) * sizeof(real));
}

const PatchKernels chosen = {
    .level = GEN_LEVEL_NAME,
    .gather = gather<real>,
    .gather_rounded = gather<std::uint16_t>,
    .scatter = scatter,
    .transpose = transpose,
    .fill_positions = fill_positions,
    .channels = &channel_kernels,
    .winograd = &winograd_kernels,
};

}  // namespace

const PatchKernels* patch_table() { return &chosen; }

}  // namespace gen::GEN_LEVEL
