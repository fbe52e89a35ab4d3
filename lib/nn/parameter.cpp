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

/// [b][positions] of each stored row to [positions][b], or back.
Matrix turned_rows(const real* from, std::size_t rows, std::size_t inner, std::size_t outer) {
    Matrix out;
    out.resize(rows, inner * outer);
    for (std::size_t i = 0; i < rows; ++i) {
        const Matrix turned = transposed(from + i * inner * outer, inner, outer);
        std::copy_n(turned.data(), turned.size(), out.row(i));
    }
    return out;
}

std::size_t positions(const Parameter& p) { return p.stored[2] * p.stored[3]; }

/// Rows of the stored shape, of n numbers each.
template <class T>
void copy_stored(const Parameter& p, const Matrix& m, Rows rows, T* out) {
    const std::size_t n = m.size() / p.stored[0];
    if (p.order == Order::same) {
        std::copy(m.data() + rows.begin * n, m.data() + rows.end * n, out);
        return;
    }
    const std::size_t width = p.order == Order::kernel ? positions(p) : 1;
    constexpr std::size_t together = 16;  // rows, of which a line of the cache holds as many numbers
    for (std::size_t begin = rows.begin; begin < rows.end; begin += together, out += together * n)
        for (std::size_t j = 0; j < n; ++j) {
            const real* const from = m.row(j % width * (n / width) + j / width);
            for (std::size_t i = begin; i < std::min(begin + together, rows.end); ++i) out[(i - begin) * n + j] = static_cast<T>(from[i]);
        }
}

}  // namespace

Matrix to_stored(const Parameter& parameter, const Matrix& m) {
    Matrix out;
    out.resize(parameter.stored[0], m.size() / parameter.stored[0]);
    copy_stored(parameter, m, {0, out.rows()}, out.data());
    return out;
}

void to_stored(const Parameter& parameter, const Matrix& m, Rows rows, float* out) { copy_stored(parameter, m, rows, out); }

Matrix from_stored(const Parameter& parameter, const Matrix& stored) {
    const Matrix& value = parameter.value;
    if (stored.size() != value.size()) fail(parameter.name, " has ", stored.size(), " numbers, expected ", text(parameter.stored));
    if (parameter.order == Order::transposed) return transposed(stored.data(), value.columns(), value.rows());
    if (parameter.order == Order::kernel) {
        const Matrix rows = turned_rows(stored.data(), value.columns(), parameter.stored[1], positions(parameter));
        return transposed(rows.data(), value.columns(), value.rows());
    }
    Matrix m;
    m.resize(value.rows(), value.columns());
    std::copy(stored.values().begin(), stored.values().end(), m.data());
    return m;
}

}  // namespace gen
