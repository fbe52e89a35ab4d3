#pragma once

#include <cstddef>

#include "nn/sequential.hpp"

namespace gen {

/// One batch that went forward and back through a network: what its weight gradients are made of.
struct Pass {
    Sequential* network;
    const Matrix* x;
    Trace* trace;
    /// Where these are named, what counts is the gradient of v . dL/dx alone (Sequential::add_tangent), not that of L.
    const Matrix* v = nullptr;
    Trace* tangent = nullptr;
};

/// Rows of the batch, as the network sees it.
inline std::size_t batch_rows(const Pass& pass) { return pass.trace->dy.back().rows(); }

/// Some rows of a parameter.
struct GradientTile {
    Sequential* network;
    std::size_t step;
    std::size_t parameter;
    Rows part;
    std::size_t number;     // of the parameter, among all
    std::size_t owner = 0;  // the rank that updates it

    Layer& layer() const { return network->step(step); }
    Matrix& grad() const { return layer().parameters()[parameter].grad; }
    real* first() const { return grad().row(part.begin); }
    std::size_t numbers() const { return part.count() * grad().columns(); }
};

/// The gradient of a tile, of one pass over these of its rows; with `add` on top of what is there. Of a weight whose gradient comes at once it may go
/// to another place, but for that of a tangent.
void sum_gradient(const GradientTile& tile, const Pass& pass, Rows rows, bool add, Matrix* place = nullptr);

}  // namespace gen
