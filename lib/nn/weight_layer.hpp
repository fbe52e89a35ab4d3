#pragma once

#include <array>
#include <optional>

#include "nn/layer.hpp"
#include "nn/spectral.hpp"

namespace gen {

/// What layers have in common that multiply with a weight and add a bias: spectral normalisation of the weight, where the setting `spectral` is
/// 1, and tangents of the weight.
class WeightLayer : public TangentLayer, public Folding, public Parametrisation {
public:
    std::span<Parameter> parameters() override { return parameters_; }
    std::span<Buffer> buffers() override { return spectral_ ? spectral_->buffers() : std::span<Buffer>(); }
    void prepare(bool update) override;
    void settle() override;
    Folding* folding() override { return this; }
    Parametrisation* parametrisation() override { return spectral_ ? this : nullptr; }
    bool finishes_gradient(std::size_t parameter) const override { return parameter == 0; }
    void finish_gradient(std::size_t) override { spectral_->finish(parameters_[0].grad); }
    void tangent_weight_gradient(const Flow& flow, const Flow& t, Rows rows, std::size_t parameter, Rows part) override;

protected:
    using TangentLayer::TangentLayer;
    /// What the layer multiplies with.
    const Matrix& weight() const { return spectral_ ? spectral_->weight() : parameters_[0].value; }

    std::array<Parameter, 2> parameters_;  // weight, bias
    std::optional<Spectral> spectral_;
};

}  // namespace gen
