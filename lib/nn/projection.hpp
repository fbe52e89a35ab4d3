#pragma once

#include <array>

#include "nn/layer.hpp"

namespace gen {

/// y = w . x + b + e_c . x, where c is the row's class: the last layer of a discriminator that is told classes (Miyato and Koyama, 2018). Its weight
/// [1, in] and bias [1] are those of torch.nn.Linear, its embedding [classes, in] holds the e_c. Rows of class -1 get the mean over classes.
class Projection : public TangentLayer {
public:
    Projection(const Shape& input, std::size_t in, std::size_t classes);
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    void tangent(const Flow& flow, const Flow& t, Rows rows) const override;
    void tangent_weight_gradient(const Flow& flow, const Flow& t, Rows rows, std::size_t parameter, Rows part) override;
    std::span<Parameter> parameters() override { return parameters_; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    /// w + e_c
    void direction(const Flow& flow, std::size_t row, real* to) const;
    void dot_rows(const Flow& flow, const Matrix& x, real shift, Matrix& y, Rows rows) const;

    std::array<Parameter, 3> parameters_;  // weight, bias, embedding
};

}  // namespace gen
