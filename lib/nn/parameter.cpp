#include "nn/parameter.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {
namespace {

/// The transpose of rows x columns numbers, in squares that stay in the first-level cache.
Matrix transposed(const real* from, std::size_t rows, std::size_t columns) {
    constexpr std::size_t side = 32;
    Matrix out;
    out.resize(columns, rows);
    for (std::size_t top = 0; top < rows; top += side)
        for (std::size_t left = 0; left < columns; left += side)
            for (std::size_t i = top; i < std::min(top + side, rows); ++i)
                for (std::size_t j = left; j < std::min(left + side, columns); ++j) out(j, i) = from[i * columns + j];
    return out;
}

}  // namespace

Matrix to_stored(const Parameter& parameter, const Matrix& m) { return parameter.transposed ? transposed(m.data(), m.rows(), m.columns()) : m; }

Matrix from_stored(const Parameter& parameter, const Matrix& stored) {
    const Matrix& value = parameter.value;
    if (stored.size() != value.size()) fail(parameter.name, " has ", stored.size(), " numbers, expected ", text(parameter.stored));
    if (parameter.transposed) return transposed(stored.data(), value.columns(), value.rows());
    Matrix m;
    m.resize(value.rows(), value.columns());
    std::copy(stored.values().begin(), stored.values().end(), m.data());
    return m;
}

}  // namespace gen
