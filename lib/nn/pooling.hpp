#pragma once

#include "nn/layer.hpp"

namespace gen {

/// Maps to smaller maps: each number is the mean, or the largest, of a square of `kernel` x `kernel` pixels, `stride` pixels apart.
/// torch.nn.AvgPool2d and MaxPool2d without padding; pixels that no square covers are left out.
class Pool : public TangentLayer {
public:
    /// Throws Fault::input when the square does not fit.
    Pool(const Shape& input, std::size_t kernel, std::size_t stride, LayerHints hints);

protected:
    std::size_t kernel_;
    std::size_t stride_;
};

class AvgPool : public Pool {
public:
    AvgPool(const Shape& input, std::size_t kernel, std::size_t stride) : Pool(input, kernel, stride, {.backward_reads_x = false}) {}
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
};

/// The gradient goes to the first of equal pixels.
class MaxPool : public Pool {
public:
    MaxPool(const Shape& input, std::size_t kernel, std::size_t stride) : Pool(input, kernel, stride, {}) {}
    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
};

/// Each pixel becomes `scale` x `scale` equal ones: torch.nn.Upsample(scale_factor=scale), nearest.
class Upsample : public TangentLayer {
public:
    Upsample(const Shape& input, std::size_t scale);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;

private:
    std::size_t scale_;
};

/// {C scale^2, H, W} to {C, H scale, W scale}: torch.nn.PixelShuffle. Shi et al., 2016.
class PixelShuffle : public TangentLayer {
public:
    /// Throws Fault::input when channels are no multiple of scale^2.
    PixelShuffle(const Shape& input, std::size_t scale);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;

private:
    /// The place in a row of x of each number of y.
    std::size_t place(std::size_t y, std::size_t x, std::size_t channel) const;
    std::size_t scale_;
};

}  // namespace gen
