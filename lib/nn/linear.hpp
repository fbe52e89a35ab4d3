#pragma once

#include "core/engine.hpp"
#include "core/rounded.hpp"
#include "nn/weight_layer.hpp"

namespace gen {

/// y = x W + b, with W [in][out]. Files hold the transpose (torch.nn.Linear).
class Linear : public WeightLayer, public ByColumns, public RoundedWeight {
public:
    /// Throws Fault::input when a row of shape `input` does not have `in` numbers, or is of maps, whose order in memory is not that of files.
    Linear(const Shape& input, std::size_t in, std::size_t out, bool spectral = false);

    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void forward_columns(const Flow& flow, Rows rows, Rows columns) const override;
    void backward_columns(const Flow& flow, Rows rows, Rows columns) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;
    GradientCost gradient_cost(std::size_t) const override { return {.operands = is_rounded() ? 0 : count(input_) + count(output_)}; }
    bool absorb(std::span<const real> scale, std::span<const real> shift) override;
    void compute_by(const Arithmetic& arithmetic) override;
    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    const ByColumns* by_columns() const override;
    RoundedWeight* rounded_weight() override { return is_rounded() ? this : nullptr; }
    std::size_t rows() const override { return weight().rows(); }
    void round(Rows part) override { rounded_.take(weight(), part); }

private:
    bool is_rounded() const { return !rounded_.empty(); }

    Engine engine_ = Engine::blas;
    RoundedMatrix rounded_;  // the weight; empty where products are in fp32
};

}  // namespace gen
