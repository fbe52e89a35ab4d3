#pragma once

#include "nn/layer.hpp"

namespace gen {

/// y = f(x), number by number.
class Activation : public Layer {
public:
    std::size_t outputs(std::size_t inputs) const override { return inputs; }
};

/// max(x, 0) + slope min(x, 0): relu (slope 0; the gradient at 0 is 0) and leaky relu.
class Relu : public Activation {
public:
    explicit Relu(double slope) : slope_(static_cast<real>(slope)) {}
    void forward(const Matrix& x, Matrix& y, Rows rows) const override;
    void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const override;

private:
    real slope_;
};

class Tanh : public Activation {
public:
    void forward(const Matrix& x, Matrix& y, Rows rows) const override;
    void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const override;
};

class Sigmoid : public Activation {
public:
    void forward(const Matrix& x, Matrix& y, Rows rows) const override;
    void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const override;
};

/// x where x > 0, else alpha (e^x - 1). Clevert, Unterthiner and Hochreiter, 2016.
class Elu : public Activation {
public:
    explicit Elu(double alpha) : alpha_(static_cast<real>(alpha)) {}
    void forward(const Matrix& x, Matrix& y, Rows rows) const override;
    void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const override;

private:
    real alpha_;
};

/// log(1 + e^x)
class Softplus : public Activation {
public:
    void forward(const Matrix& x, Matrix& y, Rows rows) const override;
    void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const override;
};

}  // namespace gen
