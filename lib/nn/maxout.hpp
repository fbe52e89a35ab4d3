#pragma once

#include <array>

#include "nn/layer.hpp"

namespace gen {

/// y_j = the largest over p of `pieces` of x W_jp + b_jp (Goodfellow et al., 2013); the gradient goes to the first of equal ones. The weight, stored
/// [out pieces, in], lies [in][out pieces], the pieces of one output next to each other.
class Maxout : public Layer {
public:
    Maxout(const Shape& input, std::size_t in, std::size_t out, std::size_t pieces);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool has_tangent() const override { return true; }
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void tangent_weight_gradient(const Flow& flow, const Flow& t, std::size_t parameter, Rows part) override;
    std::span<Parameter> parameters() override { return parameters_; }
    void weight_gradient(const Flow& flow, std::size_t parameter, Rows part, bool add) override;

private:
    std::size_t out_;
    std::size_t pieces_;
    std::array<Parameter, 2> parameters_;  // weight, bias
};

}  // namespace gen
