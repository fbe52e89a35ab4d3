// Built as core/portable/micro_kernel.cpp is.
#include "core/portable/packing.hpp"

#include "core/portable/lanes.hpp"
#include "core/portable/micro_kernel.hpp"

namespace gen::portable {
namespace {

using std::size_t;

/// out[step out_stride + line] = lines[line stride + step] for up to a vector of lines; a vector is written for each step.
template <class Number>
void pack_lines(const Number* lines, size_t stride, size_t count, size_t steps, Number* out, size_t out_stride) {
    using L = Lanes<Number>;
    size_t step = 0;
    for (; step + L::count <= steps; step += L::count) {
        typename L::Vector block[L::count];
        for (size_t i = 0; i < L::count; ++i) block[i] = i < count ? L::load(lines + i * stride + step) : L::zero();
        L::transpose(block);
        for (size_t i = 0; i < L::count; ++i) L::store(out + (step + i) * out_stride, block[i]);
    }
    for (; step < steps; ++step)
        for (size_t i = 0; i < L::count; ++i) out[step * out_stride + i] = i < count ? lines[i * stride + step] : 0;
}

template <class Number>
void rows_packed(const Side<Number>& a, size_t rows, size_t steps, Number* out) {
    constexpr size_t lanes = Lanes<Number>::count;
    if (!a.transposed) {
        // The zeros behind the last of some rows are written over by the next step.
        if (rows <= lanes) return pack_lines(a.data, a.stride, rows, steps, out, rows);
        for (size_t r = 0; r < rows; ++r)
            for (size_t step = 0; step < steps; ++step) out[step * rows + r] = a.data[r * a.stride + step];
        return;
    }
    for (size_t step = 0; step < steps; ++step)
        for (size_t r = 0; r < rows; ++r) out[step * rows + r] = a.data[step * a.stride + r];
}

template <class Number>
void columns_packed(const Side<Number>& b, size_t steps, size_t columns, Number* out) {
    using L = Lanes<Number>;
    constexpr size_t wide = tile_columns<Number>;
    if (b.transposed) {
        for (size_t first = 0; first < wide; first += L::count) {
            const size_t count = columns <= first ? 0 : columns - first < L::count ? columns - first : L::count;
            pack_lines(b.data + (count == 0 ? 0 : first * b.stride), b.stride, count, steps, out + first, wide);
        }
        return;
    }
    if (columns == wide) {
        for (size_t step = 0; step < steps; ++step)
            for (size_t v = 0; v < wide; v += L::count) L::store(out + step * wide + v, L::load(b.data + step * b.stride + v));
        return;
    }
    for (size_t step = 0; step < steps; ++step)
        for (size_t j = 0; j < wide; ++j) out[step * wide + j] = j < columns ? b.data[step * b.stride + j] : 0;
}

}  // namespace

void pack_rows(const Side<float>& a, size_t rows, size_t steps, float* out) { rows_packed(a, rows, steps, out); }
void pack_rows(const Side<double>& a, size_t rows, size_t steps, double* out) { rows_packed(a, rows, steps, out); }
void pack_columns(const Side<float>& b, size_t steps, size_t columns, float* out) { columns_packed(b, steps, columns, out); }
void pack_columns(const Side<double>& b, size_t steps, size_t columns, double* out) { columns_packed(b, steps, columns, out); }

}  // namespace gen::portable
