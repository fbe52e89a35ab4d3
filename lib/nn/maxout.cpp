#include "nn/maxout.hpp"

#include <algorithm>

#include "core/matmul.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

// A row of memory.rows: a number for each piece (on the way forward x W + b, on the way back its gradient), then which piece is the largest.
MutablePanel of_pieces(const Flow& f, Rows rows, std::size_t pieces) {
    Matrix& m = f.memory->rows;
    return {m.row(rows.begin), rows.count(), pieces, m.columns()};
}

}  // namespace

Maxout::Maxout(const Shape& input, std::size_t in, std::size_t out, std::size_t pieces) : WeightLayer(input, {out}), out_(out), pieces_(pieces) {
    expect_numbers(input, in, "maxout");
    parameters_[0] = {.name = "weight", .stored = {count({out, pieces}), in}, .order = Order::transposed, .fan_in = in, .fan_out = out};
    parameters_[1] = {.name = "bias", .stored = {out * pieces}, .fan_in = in, .fan_out = out};
    parameters_[0].value.resize(in, out * pieces);
    parameters_[1].value.resize(1, out * pieces);
}

void Maxout::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(rows, out_ * pieces_ + out_); }

void Maxout::forward(const Flow& f, Rows rows) const {
    const MutablePanel all = of_pieces(f, rows, out_ * pieces_);
    for (std::size_t i = 0; i < all.rows; ++i) std::copy_n(parameters_[1].value.data(), all.columns, all.data + i * all.stride);
    matmul(panel(*f.x, rows), Op::plain, panel(parameters_[0].value), Op::plain, 1, all);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const numbers = f.memory->rows.row(i);
        for (std::size_t j = 0; j < out_; ++j) {
            const real* const piece = numbers + j * pieces_;
            const real* const largest = std::max_element(piece, piece + pieces_);
            (*f.y)(i, j) = *largest;
            numbers[out_ * pieces_ + j] = static_cast<real>(largest - piece);
        }
    }
}

void Maxout::tangent(const Flow& f, const Flow& t, Rows rows) const {
    matmul(panel(*t.x, rows), Op::plain, panel(parameters_[0].value), Op::plain, 0, of_pieces(t, rows, out_ * pieces_));
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const numbers = t.memory->rows.row(i);
        real* const largest = numbers + out_ * pieces_;
        std::copy_n(f.memory->rows.row(i) + out_ * pieces_, out_, largest);
        for (std::size_t j = 0; j < out_; ++j) (*t.y)(i, j) = numbers[j * pieces_ + static_cast<std::size_t>(largest[j])];
    }
}

void Maxout::backward(const Flow& f, Rows rows) const {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const numbers = f.memory->rows.row(i);
        std::fill_n(numbers, out_ * pieces_, real{0});
        for (std::size_t j = 0; j < out_; ++j) numbers[j * pieces_ + static_cast<std::size_t>(numbers[out_ * pieces_ + j])] = (*f.dy)(i, j);
    }
    if (f.dx == nullptr) return;
    const MutablePanel d = of_pieces(f, rows, out_ * pieces_);
    matmul({d.data, d.rows, d.columns, d.stride}, Op::plain, panel(parameters_[0].value), Op::transposed, 0, panel(*f.dx, rows));
}

void Maxout::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows part, bool add) {
    Matrix& grad = parameters_[parameter].grad;
    const MutablePanel d = of_pieces(f, rows, out_ * pieces_);
    if (parameter == 1) {
        if (!add) grad.fill(0);
        for (std::size_t i = 0; i < d.rows; ++i)
            for (std::size_t j = 0; j < d.columns; ++j) grad(0, j) += d.data[i * d.stride + j];
        return;
    }
    const Panel columns = {f.x->row(rows.begin) + part.begin, rows.count(), part.count(), f.x->columns()};
    matmul(columns, Op::transposed, {d.data, d.rows, d.columns, d.stride}, Op::plain, add ? real{1} : real{0}, panel(grad, part));
}

}  // namespace gen
