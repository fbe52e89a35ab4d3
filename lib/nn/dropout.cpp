#include "nn/dropout.hpp"

#include <algorithm>

namespace gen {
namespace {

constexpr std::size_t columns_a_layer = std::size_t{1} << 22;

}  // namespace

void Dropout::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(rows, count(input_)); }

void Dropout::forward(const Flow& f, Rows rows) const {
    const std::size_t n = f.x->columns();
    if (!f.mode->training) {
        std::copy_n(f.x->row(rows.begin), rows.count() * n, f.y->row(rows.begin));
        return;
    }
    const auto kept = static_cast<real>(1 / (1 - p_));
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const factor = f.memory->rows.row(i);
        random_uniform(f.mode->noise, static_cast<std::uint32_t>(i), factor, n, f.number * columns_a_layer);
        for (std::size_t j = 0; j < n; ++j) factor[j] = static_cast<double>(factor[j]) < p_ ? 0 : kept;
        for (std::size_t j = 0; j < n; ++j) (*f.y)(i, j) = factor[j] * (*f.x)(i, j);
    }
}

void Dropout::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    const std::size_t n = f.x->columns();
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t j = 0; j < n; ++j) (*f.dx)(i, j) = f.mode->training ? f.memory->rows(i, j) * (*f.dy)(i, j) : (*f.dy)(i, j);
}

// What falls out is the same for all that goes through.
void Dropout::tangent(const Flow& f, const Flow& t, Rows rows) const { backward(through(f, t.x, t.y), rows); }
void Dropout::backward_tangent(const Flow& f, const Flow& t, Rows rows) const { backward(through(f, t.dy, t.dx), rows); }

}  // namespace gen
