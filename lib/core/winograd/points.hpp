#pragma once

#include "core/matmul.hpp"

namespace gen::winograd {

/// The points of some tiles or of a weight: matrices of as many rows and columns, one after the other.
struct Points {
    real* data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;

    std::size_t plane() const { return rows * columns; }
    real* row(std::size_t i) const { return data + i * columns; }
    MutablePanel matrix(std::size_t point, Rows some, Rows of_columns) const {
        return {data + point * plane() + some.begin * columns + of_columns.begin, some.count(), of_columns.count(), columns};
    }
    MutablePanel matrix(std::size_t point, Rows some) const { return matrix(point, some, {0, columns}); }
    MutablePanel matrix(std::size_t point) const { return matrix(point, {0, rows}); }
};

/// So many in `buffer`; unspecified until they are written.
inline Points take(Matrix& buffer, std::size_t count, std::size_t rows, std::size_t columns) {
    if (buffer.size() < count * rows * columns) buffer.resize(count, rows * columns);
    return {buffer.data(), rows, columns};
}

}  // namespace gen::winograd
