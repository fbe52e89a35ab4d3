#include "nn/activation.hpp"

#include "core/kernels.hpp"

namespace gen {
namespace {

std::size_t numbers(const Matrix& m, Rows rows) { return rows.count() * m.columns(); }

}  // namespace

void Relu::forward(const Matrix& x, Matrix& y, Rows rows) const {
    kernels().relu(x.row(rows.begin), numbers(x, rows), slope_, y.row(rows.begin));
}

void Relu::backward(const Matrix&, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const {
    if (dx != nullptr) kernels().relu_gradient(y.row(rows.begin), dy.row(rows.begin), numbers(y, rows), slope_, dx->row(rows.begin));
}

void Tanh::forward(const Matrix& x, Matrix& y, Rows rows) const { kernels().tanh(x.row(rows.begin), numbers(x, rows), y.row(rows.begin)); }

void Tanh::backward(const Matrix&, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const {
    if (dx != nullptr) kernels().tanh_gradient(y.row(rows.begin), dy.row(rows.begin), numbers(y, rows), dx->row(rows.begin));
}

void Sigmoid::forward(const Matrix& x, Matrix& y, Rows rows) const { kernels().sigmoid(x.row(rows.begin), numbers(x, rows), y.row(rows.begin)); }

void Sigmoid::backward(const Matrix&, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const {
    if (dx != nullptr) kernels().sigmoid_gradient(y.row(rows.begin), dy.row(rows.begin), numbers(y, rows), dx->row(rows.begin));
}

void Elu::forward(const Matrix& x, Matrix& y, Rows rows) const {
    kernels().elu(x.row(rows.begin), numbers(x, rows), alpha_, y.row(rows.begin));
}

void Elu::backward(const Matrix&, const Matrix& y, const Matrix& dy, Matrix* dx, Rows rows) const {
    if (dx != nullptr) kernels().elu_gradient(y.row(rows.begin), dy.row(rows.begin), numbers(y, rows), alpha_, dx->row(rows.begin));
}

void Softplus::forward(const Matrix& x, Matrix& y, Rows rows) const { kernels().softplus(x.row(rows.begin), numbers(x, rows), y.row(rows.begin)); }

void Softplus::backward(const Matrix& x, const Matrix&, const Matrix& dy, Matrix* dx, Rows rows) const {
    if (dx != nullptr) kernels().softplus_gradient(x.row(rows.begin), dy.row(rows.begin), numbers(x, rows), dx->row(rows.begin));
}

}  // namespace gen
