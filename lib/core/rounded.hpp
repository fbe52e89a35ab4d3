#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/kernels.hpp"
#include "core/matrix.hpp"

namespace gen {

/// A number rounded to bfloat16: the upper half of a float.
using Rounded = std::uint16_t;

/// Row-major rounded numbers; unspecified until they are written.
class RoundedMatrix {
public:
    void resize(std::size_t rows, std::size_t columns) {
        rows_ = rows;
        columns_ = columns;
        numbers_.resize(rows * columns);
    }
    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    bool empty() const { return numbers_.empty(); }
    Rounded* row(std::size_t i) { return numbers_.data() + i * columns_; }
    const Rounded* row(std::size_t i) const { return numbers_.data() + i * columns_; }

    /// These rows of `m`, which has this shape.
    void take(const Matrix& m, Rows rows) { kernels().round_to_bf16(m.row(rows.begin), rows.count() * columns_, row(rows.begin)); }

private:
    std::size_t rows_ = 0;
    std::size_t columns_ = 0;
    std::vector<Rounded> numbers_;
};

/// Maps or rows that a product takes: `rounded` holds the same numbers for products in bf16; null: there are none.
struct Operand {
    Operand(const Matrix& m) : full(&m) {}  // NOLINT: meant to convert
    Operand(const Matrix& m, const RoundedMatrix* rounded_numbers) : full(&m), rounded(rounded_numbers) {}

    const Matrix* full;
    const RoundedMatrix* rounded = nullptr;
};

}  // namespace gen
