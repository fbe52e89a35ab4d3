// Built for x86-64-v3, as core/kernels_level.cpp is built for each level and under the same rule: nothing that has inline or template code of the
// standard library.
#include "core/portable/micro_kernel.hpp"

#include "core/portable/lanes.hpp"

namespace gen::portable {
namespace {

using std::size_t;

template <class Number, size_t rows, size_t vectors, bool interleaved>
void multiply_of(const Tile<Number>& tile) {
    using L = Lanes<Number>;
    using Vector = typename L::Vector;
    Vector sums[rows][vectors];
#pragma GCC unroll 6
    for (size_t r = 0; r < rows; ++r)
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; ++v) sums[r][v] = L::zero();
    const Number* a = tile.a;
    const Number* b = tile.b;
    const size_t a_stride = interleaved ? 1 : tile.a_stride;
    const size_t b_stride = tile.b_stride;
#pragma GCC unroll 4
    for (size_t step = 0; step < tile.steps; ++step) {
        Vector columns[vectors];
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; ++v) columns[v] = L::load(b + v * L::count);
#pragma GCC unroll 6
        for (size_t r = 0; r < rows; ++r) {
            const Vector row = L::all(a + r * a_stride);
#pragma GCC unroll 2
            for (size_t v = 0; v < vectors; ++v) sums[r][v] = L::multiply_add(row, columns[v], sums[r][v]);
        }
        a += interleaved ? rows : 1;
        b += b_stride;
    }
#pragma GCC unroll 6
    for (size_t r = 0; r < rows; ++r)
#pragma GCC unroll 2
        for (size_t v = 0; v < vectors; ++v) {
            Number* const c = tile.c + r * tile.c_stride + v * L::count;
            L::store(c, tile.add ? L::add(L::load(c), sums[r][v]) : sums[r][v]);
        }
}

template <class Number, size_t rows>
void multiply_rows(const Tile<Number>& tile) {
    const bool wide = tile.columns == tile_columns<Number>;
    if (tile.a_stride == 0) return wide ? multiply_of<Number, rows, 2, true>(tile) : multiply_of<Number, rows, 1, true>(tile);
    return wide ? multiply_of<Number, rows, 2, false>(tile) : multiply_of<Number, rows, 1, false>(tile);
}

template <class Number>
void multiply_tile(const Tile<Number>& tile) {
    switch (tile.rows) {
        case 1: return multiply_rows<Number, 1>(tile);
        case 2: return multiply_rows<Number, 2>(tile);
        case 3: return multiply_rows<Number, 3>(tile);
        case 4: return multiply_rows<Number, 4>(tile);
        case 5: return multiply_rows<Number, 5>(tile);
        default: return multiply_rows<Number, 6>(tile);
    }
}

}  // namespace

void multiply(const Tile<float>& tile) { multiply_tile(tile); }
void multiply(const Tile<double>& tile) { multiply_tile(tile); }

}  // namespace gen::portable
