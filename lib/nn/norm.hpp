#pragma once

#include <array>

#include "nn/layer.hpp"

namespace gen {

/// y = weight (x - mean) / sqrt(variance + epsilon) + bias, with statistics of each example alone and a weight and a bias for each channel:
/// over all of it (layer norm; Ba, Kiros and Hinton, 2016; torch.nn.GroupNorm(1, channels), which is LayerNorm for rows of numbers), or over
/// each channel (instance norm; Ulyanov, Vedaldi and Lempitsky, 2016; torch.nn.InstanceNorm2d(channels, affine=True)).
class ExampleNorm : public TangentLayer {
public:
    ExampleNorm(const Shape& input, std::size_t channels, double epsilon, bool by_channel);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool curved() const override { return true; }
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    std::span<Parameter> parameters() override { return parameters_; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    std::size_t channels_;
    std::size_t positions_;
    double epsilon_;
    bool by_channel_;
    std::array<Parameter, 2> parameters_;  // weight, bias
};

}  // namespace gen
