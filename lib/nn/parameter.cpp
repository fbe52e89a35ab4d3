#include "nn/parameter.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {
namespace {

Matrix transpose(const Matrix& m) {
    Matrix out(m.columns(), m.rows());
    for (std::size_t i = 0; i < m.rows(); ++i)
        for (std::size_t j = 0; j < m.columns(); ++j) out(j, i) = m(i, j);
    return out;
}

}  // namespace

Matrix to_stored(const Parameter& parameter, const Matrix& m) { return parameter.transposed ? transpose(m) : m; }

Matrix from_stored(const Parameter& parameter, const Matrix& stored) {
    const Matrix& value = parameter.value;
    if (stored.size() != value.size()) fail(parameter.name, " has ", stored.size(), " numbers, expected ", text(parameter.stored));
    const bool turn = parameter.transposed;
    Matrix m(turn ? value.columns() : value.rows(), turn ? value.rows() : value.columns());
    std::copy(stored.values().begin(), stored.values().end(), m.data());
    return turn ? transpose(m) : m;
}

}  // namespace gen
