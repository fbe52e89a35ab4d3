#include "nn/layout.hpp"

#include "core/error.hpp"
#include "core/patch_kernels.hpp"

namespace gen {
namespace {

/// Row by row, [first][second] becomes [second][first].
void turn(const Matrix& from, Matrix& to, Rows rows, std::size_t first, std::size_t second) {
    for (std::size_t i = rows.begin; i < rows.end; ++i) patch_kernels().transpose(from.row(i), first, second, to.row(i));
}

}  // namespace

Unflatten::Unflatten(const Shape& input, const Shape& maps) : TangentLayer(input, maps, {.backward_reads_x = false}) {
    if (count(input) != count(maps)) fail("unflatten to ", text(maps), " takes ", count(maps), " numbers, expected ", count(input));
}

void Unflatten::forward(const Flow& f, Rows rows) const { turn(*f.x, *f.y, rows, output_[0], output_[1] * output_[2]); }
void Unflatten::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) turn(*f.dy, *f.dx, rows, output_[1] * output_[2], output_[0]);
}

Flatten::Flatten(const Shape& input) : TangentLayer(input, {count(input)}, {.backward_reads_x = false}) {
    if (input_.size() != 3) input_ = {count(input), 1, 1};
}

void Flatten::forward(const Flow& f, Rows rows) const { turn(*f.x, *f.y, rows, input_[1] * input_[2], input_[0]); }
void Flatten::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) turn(*f.dy, *f.dx, rows, input_[0], input_[1] * input_[2]);
}

}  // namespace gen
