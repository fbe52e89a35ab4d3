#pragma once

#include <cstddef>
#include <cstdint>

#include "core/error.hpp"
#include "formats/blocks.hpp"
#include "formats/dataset.hpp"

namespace gen {

/// Calls `use` with a pointer to the first number, as the data set's own type.
template <class Use>
void with_numbers(const Dataset& set, const std::byte* bytes, Use use) {
    switch (set.type) {
        case Type::u8: return use(reinterpret_cast<const std::uint8_t*>(bytes));
        case Type::i32: return use(reinterpret_cast<const std::int32_t*>(bytes));
        case Type::i64: return use(reinterpret_cast<const std::int64_t*>(bytes));
        case Type::u64: return use(reinterpret_cast<const std::uint64_t*>(bytes));
        case Type::f32: return use(reinterpret_cast<const float*>(bytes));
        case Type::f64: return use(reinterpret_cast<const double*>(bytes));
        case Type::text: fail(set.path, " is text, expected numbers");
    }
}

/// Reads a data set block by block: use(index of the first number, its address as the data set's own type, count).
template <class Use>
void for_each_number_block(const Dataset& set, Use use) {
    const std::size_t per_row = set.row_bytes() / size_of(set.type);
    for_each_block(set, [&](std::size_t first, std::size_t rows, const std::byte* bytes) {
        with_numbers(set, bytes, [&](const auto* from) { use(first * per_row, from, rows * per_row); });
    });
}

/// use(index, number) for all of a data set.
template <class Use>
void for_each_number(const Dataset& set, Use use) {
    for_each_number_block(set, [&](std::size_t first, const auto* from, std::size_t n) {
        for (std::size_t i = 0; i < n; ++i) use(first + i, from[i]);
    });
}

}  // namespace gen
