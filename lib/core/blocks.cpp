#include "core/blocks.hpp"

#include <algorithm>

namespace gen {

std::size_t row_blocks(std::size_t rows) {
    if (rows < 2) return rows;
    return std::max<std::size_t>(2, rows / 64);
}

Rows row_block(std::size_t rows, std::size_t blocks, std::size_t i) { return {rows * i / blocks, rows * (i + 1) / blocks}; }

double tree_sum(const double* values, std::size_t n) {
    if (n == 0) return 0;
    if (n == 1) return values[0];
    const std::size_t half = std::size_t{1} << (63 - __builtin_clzll(n - 1));
    return tree_sum(values, half) + tree_sum(values + half, n - half);
}

}  // namespace gen
