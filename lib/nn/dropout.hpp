#pragma once

#include "nn/layer.hpp"

namespace gen {

/// In training each number is 0 with probability `p`, else multiplied by 1 / (1 - p): torch.nn.Dropout. Srivastava et al., 2014. What falls out is a
/// function of the seed, the step, the row and the layer.
class Dropout : public Layer {
public:
    Dropout(const Shape& shape, double p) : Layer(shape, shape), p_(p) {}

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool has_tangent() const override { return true; }
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;

private:
    double p_;
};

}  // namespace gen
