#pragma once

#include <array>

#include "nn/layer.hpp"

namespace gen {

/// y = x + the output of an earlier layer: the end of a residual block (He, Zhang, Ren and Sun, 2016). Setting "from": that layer's number.
class Residual : public TangentLayer {
public:
    explicit Residual(const Shape& shape) : TangentLayer(shape, shape, {.backward_reads_x = false}) {}
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
};

/// y = x, and behind it what is learnt of the row's class: `size` numbers, or maps of equal pixels. The weight [classes, size] is that of
/// torch.nn.Embedding. Mirza and Osindero, 2014; Sohn, Lee and Yan, 2015. Rows of class -1 get the mean over classes.
class Condition : public TangentLayer {
public:
    Condition(const Shape& input, std::size_t classes, std::size_t size);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    std::span<Parameter> parameters() override { return {&weight_, 1}; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    std::size_t channels_;
    std::size_t size_;
    std::size_t positions_;
    Parameter weight_;
};

/// y[i] = row i of the weight [rows, out], whatever x is: learnt inputs, such as those of a VampPrior.
class Table : public Layer {
public:
    Table(const Shape& input, std::size_t rows, std::size_t out);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow&, Rows) const override {}
    std::span<Parameter> parameters() override { return {&weight_, 1}; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    Parameter weight_;
};

/// y = x, and behind it one learnt number, the same for all rows: the scale of a likelihood, which starts at 0.
class Scale : public Layer {
public:
    explicit Scale(const Shape& input);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    std::span<Parameter> parameters() override { return {&weight_, 1}; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    std::size_t channels_;
    std::size_t positions_;
    Parameter weight_;
};

}  // namespace gen
