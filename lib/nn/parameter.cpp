#include "nn/parameter.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/patch_kernels.hpp"

namespace gen {
namespace {

Matrix transposed(const real* from, std::size_t rows, std::size_t columns) {
    Matrix out;
    out.resize(columns, rows);
    patch_kernels().transpose(from, rows, columns, out.data());
    return out;
}

/// [b][positions] of each stored row to [positions][b], or back.
Matrix turned_rows(const real* from, std::size_t rows, std::size_t inner, std::size_t outer) {
    Matrix out;
    out.resize(rows, inner * outer);
    for (std::size_t i = 0; i < rows; ++i) patch_kernels().transpose(from + i * inner * outer, inner, outer, out.row(i));
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
