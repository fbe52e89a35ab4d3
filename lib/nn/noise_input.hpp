#pragma once

#include "nn/noise.hpp"

namespace gen {

/// y = x, and behind it `size` standard normal numbers: what comes of it is a draw, at all times. Takes rows.
class AppendNoise : public RandomLayer {
public:
    AppendNoise(const Shape& input, std::size_t size);

    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;

private:
    std::size_t size_;
};

/// y = x + W e with `size` standard normal numbers e, at all times: of maps the same numbers at each pixel, a channel each row of W. The weight
/// [channels, size] is that of torch.nn.Linear without a bias. Mescheder, Nowozin and Geiger, 2017.
class MixNoise : public RandomLayer {
public:
    MixNoise(const Shape& input, std::size_t size);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void tangent_weight_gradient(const Flow& flow, const Flow& t, Rows rows, std::size_t parameter, Rows part) override;
    std::span<Parameter> parameters() override { return {&weight_, 1}; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    std::size_t channels_;
    std::size_t positions_;
    std::size_t size_;
    Parameter weight_;
};

}  // namespace gen
