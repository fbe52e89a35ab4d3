#pragma once

#include "nn/layer.hpp"

namespace gen {

/// Rows of n numbers in file order, C by C, become maps {C, H, W}, which lie in memory with channels last: torch.nn.Unflatten(1, (C, H, W)).
class Unflatten : public TangentLayer {
public:
    /// Throws Fault::input when a row does not have C H W numbers.
    Unflatten(const Shape& input, const Shape& maps);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
};

/// Maps {C, H, W} become rows of C H W numbers in file order: torch.nn.Flatten().
class Flatten : public TangentLayer {
public:
    explicit Flatten(const Shape& input);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
};

}  // namespace gen
