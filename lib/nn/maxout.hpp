#pragma once

#include "nn/weight_layer.hpp"

namespace gen {

/// y_j = the largest over p of `pieces` of x W_jp + b_jp (Goodfellow et al., 2013); the gradient goes to the first of equal ones. The weight, stored
/// [out pieces, in], lies [in][out pieces], the pieces of one output next to each other.
class Maxout : public WeightLayer {
public:
    Maxout(const Shape& input, std::size_t in, std::size_t out, std::size_t pieces);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    std::size_t out_;
    std::size_t pieces_;
};

}  // namespace gen
