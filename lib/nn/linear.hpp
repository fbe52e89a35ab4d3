#pragma once

#include <array>

#include "nn/layer.hpp"

namespace gen {

/// y = x W + b, with W [in][out]. Files hold the transpose (torch.nn.Linear).
class Linear : public Layer {
public:
    Linear(std::size_t in, std::size_t out);

    std::size_t outputs(std::size_t inputs) const override;
    void forward(const Matrix& x, Matrix& y, Rows rows) const override;
    void backward(const Matrix& x, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const override;
    std::span<Parameter> parameters() override { return parameters_; }
    void weight_gradient(const Matrix& x, const Matrix& dy, std::size_t parameter, Rows part, bool add) override;

private:
    std::array<Parameter, 2> parameters_;  // weight, bias
};

}  // namespace gen
