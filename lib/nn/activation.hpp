#pragma once

#include "nn/layer.hpp"

namespace gen {

/// y = f(x), number by number.
class Activation : public TangentLayer {
public:
    explicit Activation(const Shape& shape, LayerHints hints = {.backward_reads_x = false}) : TangentLayer(shape, shape, hints) {}
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;
};

/// max(x, 0) + slope min(x, 0): relu (slope 0; the gradient at 0 is 0) and leaky relu.
class Relu : public Activation {
public:
    Relu(const Shape& shape, double slope)
        : Activation(shape, {.in_place = true, .backward_reads_x = false, .recomputable = true, .slope = static_cast<real>(slope)}) {}
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
};

class Tanh : public Activation {
public:
    using Activation::Activation;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool curved() const override { return true; }
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;
};

class Sigmoid : public Activation {
public:
    using Activation::Activation;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool curved() const override { return true; }
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;
};

/// x where x > 0, else alpha (e^x - 1). Clevert, Unterthiner and Hochreiter, 2016.
class Elu : public Activation {
public:
    Elu(const Shape& shape, double alpha) : Activation(shape), alpha_(static_cast<real>(alpha)) {}
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool curved() const override { return true; }
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;

private:
    real alpha_;
};

/// log(1 + e^x)
class Softplus : public Activation {
public:
    explicit Softplus(const Shape& shape) : Activation(shape, {}) {}
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    bool curved() const override { return true; }
    void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const override;
};

}  // namespace gen
