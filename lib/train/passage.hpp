#pragma once

#include <cstddef>
#include <vector>

#include "core/pipeline.hpp"
#include "nn/update.hpp"

namespace gen {

/// One network in a batch: what it is given, and what it leaves on its way forward and back. Its steps in a pipeline tell which matrices they use, so
/// that what is needed no more gives its place in the arena to others.
class Passage {
public:
    /// `x` is the matrix of this address at the time the pipeline runs. For each row of the pipeline the network takes `each` rows: samples of an
    /// example, images of a pack.
    Passage(Sequential& network, const Matrix& x, Arena& arena, std::size_t each = 1);
    Passage(const Passage&) = delete;
    Passage& operator=(const Passage&) = delete;

    const Sequential& network() const { return *network_; }
    /// What came out, in the network's rows, and its gradient, which is to be written before the way back.
    Matrix& y() { return trace_.y.back(); }
    const Matrix& y() const { return trace_.y.back(); }
    Matrix& dy() { return trace_.dy.back(); }
    /// Both, for steps of a pipeline that use them.
    Pipeline::Uses ends() const { return {&trace_.y.back(), &trace_.dy.back()}; }
    /// The gradient of the first step that learns, at which finite() looks.
    Pipeline::Uses first_gradient() const { return {&network_->first_gradient(trace_)}; }

    /// Before the ways are built: layer number `layer` has another use than the one behind it. That reads tapped(), and writes its gradient before
    /// the way back.
    void tap(std::size_t layer) { network_->tap(trace_, layer); }
    const Matrix& tapped() const { return network_->tapped(trace_); }
    Matrix& tapped_gradient() { return trace_.dtap; }

    /// Before each batch: room for so many rows of the pipeline; where it trains also for the way back.
    void reserve(std::size_t rows, const Mode& mode, Trains training);
    void forward(Pipeline& pipeline, Trains training);
    /// From dy to the gradients of all steps, and to dx unless it is null.
    void backward(Pipeline& pipeline, Matrix* dx = nullptr);

    /// After the way back: whether the gradients of these rows of the pipeline are finite.
    bool finite(Rows rows) const { return network_->finite_gradients(trace_, rows, each_); }
    /// Whether running statistics can take in those of the batch; and after a step that counted they do.
    bool can_keep() const { return network_->can_keep(trace_); }
    void keep() { network_->keep(trace_); }

    /// What its weight gradients are made of.
    Pass pass() { return {network_, x_, &trace_}; }
    Trace& trace() { return trace_; }

private:
    Sequential* network_;
    const Matrix* x_;
    std::size_t each_;
    Trace trace_;
};

}  // namespace gen
