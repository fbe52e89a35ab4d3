#pragma once

#include <cstddef>

namespace gen::portable {

// A tile of a product: up to tile_rows rows by up to two vectors of columns, whose sums stay in registers from the first step to the last.
constexpr std::size_t tile_rows = 6;
template <class Number>
constexpr std::size_t tile_columns = 64 / sizeof(Number);

/// Each sum is of fused multiply-adds in the order of the steps, then stored or added to c: that alone makes its bits.
template <class Number>
struct Tile {
    std::size_t rows = 0;       // 1 to tile_rows
    std::size_t columns = 0;    // tile_columns or half of them
    std::size_t steps = 0;      // that are summed over
    const Number* a = nullptr;  // interleaved: a[step rows + row]; else a[row a_stride + step]
    std::size_t a_stride = 0;   // 0: interleaved
    const Number* b = nullptr;  // b[step b_stride + column]
    std::size_t b_stride = 0;
    Number* c = nullptr;  // c[row c_stride + column]
    std::size_t c_stride = 0;
    bool add = false;
};

void multiply(const Tile<float>& tile);
void multiply(const Tile<double>& tile);

}  // namespace gen::portable
