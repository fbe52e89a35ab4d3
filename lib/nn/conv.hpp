#pragma once

#include <memory>

#include "core/make_convolution.hpp"
#include "nn/weight_layer.hpp"

namespace gen {

struct ConvSettings {
    std::size_t in;
    std::size_t out;
    std::size_t kernel;
    std::size_t stride = 1;
    std::size_t padding = 0;
    OutputPadding output_padding = {};  // of a transposed one
    bool bias = true;
    bool spectral = false;
};

/// What both directions have in common: the linear map, its weight [(kh kw channels)][filters] and a bias that may be absent.
class ConvLayer : public WeightLayer {
public:
    std::span<Parameter> parameters() override { return {parameters_.data(), bias_ ? 2U : 1U}; }
    GradientCost gradient_cost(std::size_t parameter) const override {
        return {.products = convolution_->gradient_products(), .at_once = parameter == 0 && convolution_->gradient_at_once()};
    }
    void compute_by(const Arithmetic& arithmetic) override { convolution_ = make_convolution(convolution_->geometry(), arithmetic); }
    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void freeze() override { convolution_->keep_weight(); }

protected:
    ConvLayer(const Shape& input, const ConvSettings& settings, bool transposed);
    /// x of these rows, and dL/dy, rounded where a product takes them so.
    Operand take_x(const Flow& flow, Rows rows) const;
    Operand take_dy(const Flow& flow, Rows rows) const;
    Operand kept_x(const Flow& flow) const { return {*flow.x, keeps(flow) ? &flow.memory->x : nullptr}; }
    Operand kept_dy(const Flow& flow) const { return {*flow.dy, keeps(flow) ? &flow.memory->dy : nullptr}; }

    bool bias_;
    std::unique_ptr<Convolution> convolution_;

private:
    bool keeps(const Flow& flow) const { return convolution_->takes_rounded() && !flow.mixed; }
};

/// Maps {in, H, W} to {out, h, w}: torch.nn.Conv2d. The weight, stored [out,in,kh,kw], lies [(kh kw in)][out].
class Conv : public ConvLayer {
public:
    /// Throws Fault::input when `input` are no such maps or the kernel does not fit.
    Conv(const Shape& input, const ConvSettings& settings);

    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;
    bool absorb(std::span<const real> scale, std::span<const real> shift) override;
};

/// Maps {in, h, w} to {out, H, W}: torch.nn.ConvTranspose2d. The weight, stored [in,out,kh,kw], lies [(kh kw out)][in].
class ConvTransposed : public ConvLayer {
public:
    ConvTransposed(const Shape& input, const ConvSettings& settings);

    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;
    bool absorb(std::span<const real> scale, std::span<const real> shift) override;
};

}  // namespace gen
