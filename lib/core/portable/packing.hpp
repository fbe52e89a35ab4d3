#pragma once

#include <cstddef>

namespace gen::portable {

/// A rectangle within a matrix by rows, or its transpose.
template <class Number>
struct Side {
    const Number* data;
    std::size_t stride;  // numbers from one row of the matrix to the next
    bool transposed;
    const Number* at(std::size_t row, std::size_t column) const { return data + (transposed ? column * stride + row : row * stride + column); }
};

/// out[step rows + row] = a(row, step), as a tile reads it. Writes up to a vector beyond the end of that.
void pack_rows(const Side<float>& a, std::size_t rows, std::size_t steps, float* out);
void pack_rows(const Side<double>& a, std::size_t rows, std::size_t steps, double* out);

/// out[step tile_columns + column] = b(step, column), 0 in columns from `columns` on.
void pack_columns(const Side<float>& b, std::size_t steps, std::size_t columns, float* out);
void pack_columns(const Side<double>& b, std::size_t steps, std::size_t columns, double* out);

}  // namespace gen::portable
