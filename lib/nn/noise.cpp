#include "nn/noise.hpp"

#include <algorithm>
#include <vector>

#include "core/kernels.hpp"

namespace gen {
namespace {

constexpr std::size_t columns_a_layer = std::size_t{1} << 22;

std::uint32_t row_number(const Flow& f, std::size_t i) { return static_cast<std::uint32_t>(f.mode->first_row + i); }

}  // namespace

void RandomLayer::copy_rows(const Matrix& from, Rows rows, Matrix& to) {
    if (&from != &to) std::copy_n(from.row(rows.begin), rows.count() * from.columns(), to.row(rows.begin));
}

void RandomLayer::draw_normals(const Flow& f, std::size_t i, real* out, std::size_t n) {
    random_normal(f.mode->noise, row_number(f, i), out, n, f.number * columns_a_layer);
}

void Dropout::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(rows, count(input_)); }

void Dropout::forward(const Flow& f, Rows rows) const {
    if (!active(f)) return copy_rows(*f.x, rows, *f.y);
    const std::size_t n = f.x->columns();
    const auto kept = static_cast<real>(1 / (1 - p_));
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const factor = f.memory->rows.row(i);
        random_uniform(f.mode->noise, row_number(f, i), factor, n, f.number * columns_a_layer);
        for (std::size_t j = 0; j < n; ++j) factor[j] = static_cast<double>(factor[j]) < p_ ? 0 : kept;
        for (std::size_t j = 0; j < n; ++j) (*f.y)(i, j) = factor[j] * (*f.x)(i, j);
    }
}

void Dropout::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    if (!active(f)) return copy_rows(*f.dy, rows, *f.dx);
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t j = 0; j < f.dy->columns(); ++j) (*f.dx)(i, j) = f.memory->rows(i, j) * (*f.dy)(i, j);
}

// What falls out is the same for all that goes through.
void Dropout::tangent(const Flow& f, const Flow& t, Rows rows) const { backward(through(f, t.x, t.y), rows); }
void Dropout::backward_tangent(const Flow& f, const Flow& t, Rows rows) const { backward(through(f, t.dy, t.dx), rows); }

void Noise::forward(const Flow& f, Rows rows) const {
    copy_rows(*f.x, rows, *f.y);
    if (!active(f)) return;
    thread_local std::vector<real> noise;
    noise.resize(f.x->columns());
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        draw_normals(f, i, noise.data(), noise.size());
        kernels().add_scaled(noise.data(), static_cast<real>(sd_), noise.size(), f.y->row(i));
    }
}

void Noise::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) copy_rows(*f.dy, rows, *f.dx);
}

void Noise::tangent(const Flow&, const Flow& t, Rows rows) const { copy_rows(*t.x, rows, *t.y); }

}  // namespace gen
