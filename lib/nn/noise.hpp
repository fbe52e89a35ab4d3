#pragma once

#include "nn/layer.hpp"

namespace gen {

/// Layers with random numbers in training, and with `always` also when the network is only used. A row's numbers are a function of the seed, the
/// step, the row's number (Mode) and the layer.
class RandomLayer : public TangentLayer {
public:
    RandomLayer(const Shape& shape, bool always) : RandomLayer(shape, shape, always, {}) {}
    RandomLayer(const Shape& input, const Shape& output, bool always, LayerHints hints) : TangentLayer(input, output, hints), always_(always) {}

protected:
    bool active(const Flow& flow) const { return always_ || flow.training; }
    /// `n` standard normal numbers of the batch's row i.
    static void draw_normals(const Flow& flow, std::size_t i, real* out, std::size_t n);
    /// Unless they are one matrix.
    static void copy_rows(const Matrix& from, Rows rows, Matrix& to);

private:
    bool always_;
};

/// Each number is 0 with probability `p`, else multiplied by 1 / (1 - p): torch.nn.Dropout. Srivastava et al., 2014.
class Dropout : public RandomLayer {
public:
    Dropout(const Shape& shape, double p, bool always) : RandomLayer(shape, always), p_(p) {}

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;

private:
    double p_;
};

/// y = x + `sd` standard normal numbers. Zhao, Mathieu and LeCun, 2017.
class Noise : public RandomLayer {
public:
    Noise(const Shape& shape, double sd, bool always) : RandomLayer(shape, always), sd_(sd) {}

    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;

private:
    double sd_;
};

}  // namespace gen
