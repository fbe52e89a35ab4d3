#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "formats/dataset.hpp"

namespace gen {

/// Rows are read in blocks of about this many bytes.
inline constexpr std::size_t block_bytes = std::size_t{1} << 20;

/// How many rows make a block: at least one.
inline std::size_t block_rows(const Dataset& set) { return std::max<std::size_t>(1, block_bytes / std::max<std::size_t>(1, set.row_bytes())); }

/// Asks for all rows once, in order, `rows` at a time: use(first row, count of rows, their bytes). Nothing where there are no bytes.
template <class Use>
void for_each_block(const Dataset& set, std::size_t rows, Use use) {
    if (set.row_bytes() == 0) return;
    std::vector<std::byte> bytes;
    for (std::size_t first = 0; first < set.row_count(); first += rows) {
        const std::size_t count = std::min(rows, set.row_count() - first);
        bytes.resize(count * set.row_bytes());
        set.rows(first, count, bytes.data());
        use(first, count, bytes.data());
    }
}
template <class Use>
void for_each_block(const Dataset& set, Use use) {
    for_each_block(set, block_rows(set), use);
}

}  // namespace gen
