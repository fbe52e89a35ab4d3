#pragma once

#include "nn/layer.hpp"

namespace gen {

/// Maps to smaller maps: each number is the mean, or the largest, of a square of `kernel` x `kernel` pixels, `stride` pixels apart. torch.nn.AvgPool2d
/// and MaxPool2d without padding; pixels that no square covers are left out.
class Pool : public Layer {
public:
    /// Throws Fault::input when the square does not fit.
    Pool(const Shape& input, std::size_t kernel, std::size_t stride);

protected:
    std::size_t kernel_;
    std::size_t stride_;
};

class AvgPool : public Pool {
public:
    using Pool::Pool;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool takes_x_back() const override { return false; }
    bool has_tangent() const override { return true; }
};

/// The gradient goes to the first of equal pixels.
class MaxPool : public Pool {
public:
    using Pool::Pool;
    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool has_tangent() const override { return true; }
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
};

/// Each pixel becomes `scale` x `scale` equal ones: torch.nn.Upsample(scale_factor=scale), nearest.
class Upsample : public Layer {
public:
    Upsample(const Shape& input, std::size_t scale);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool takes_x_back() const override { return false; }
    bool has_tangent() const override { return true; }

private:
    std::size_t scale_;
};

/// {C scale^2, H, W} to {C, H scale, W scale}: torch.nn.PixelShuffle. Shi et al., 2016.
class PixelShuffle : public Layer {
public:
    /// Throws Fault::input when channels are no multiple of scale^2.
    PixelShuffle(const Shape& input, std::size_t scale);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool takes_x_back() const override { return false; }
    bool has_tangent() const override { return true; }

private:
    /// The place in a row of x of each number of y.
    std::size_t place(std::size_t y, std::size_t x, std::size_t channel) const;
    std::size_t scale_;
};

}  // namespace gen
