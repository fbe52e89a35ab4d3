#pragma once

#include "nn/weight_layer.hpp"

namespace gen {

/// y = x W + b, with W [in][out]. Files hold the transpose (torch.nn.Linear).
class Linear : public WeightLayer {
public:
    /// Throws Fault::input when a row of shape `input` does not have `in` numbers, or is of maps, whose order in memory is not that of files.
    Linear(const Shape& input, std::size_t in, std::size_t out, bool spectral = false);

    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;
    bool absorb(std::span<const real> scale, std::span<const real> shift) override;
};

}  // namespace gen
