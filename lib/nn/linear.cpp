#include "nn/linear.hpp"

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"

namespace gen {

Linear::Linear(std::size_t in, std::size_t out) {
    parameters_[0] = {.name = "weight", .stored = {out, in}, .transposed = true, .fan_in = in, .fan_out = out};
    parameters_[1] = {.name = "bias", .stored = {out}, .fan_in = in, .fan_out = out};
    parameters_[0].value.resize(in, out);  // not zeroed: initialise() or a file gives the numbers
    parameters_[1].value.resize(1, out);
}

std::size_t Linear::outputs(std::size_t inputs) const {
    const Matrix& weight = parameters_[0].value;
    if (inputs != weight.rows()) fail("a linear layer has ", weight.rows(), " inputs, expected ", inputs);
    return weight.columns();
}

void Linear::forward(const Matrix& x, Matrix& y, Rows rows) const {
    kernels().fill_rows(y.row(rows.begin), parameters_[1].value.data(), rows.count(), y.columns());
    matmul(panel(x, rows), Op::plain, panel(parameters_[0].value), Op::plain, 1, panel(y, rows));
}

void Linear::backward(const Matrix&, const Matrix&, const Matrix& dy, Matrix* dx, Rows rows) const {
    if (dx != nullptr) matmul(panel(dy, rows), Op::plain, panel(parameters_[0].value), Op::transposed, 0, panel(*dx, rows));
}

void Linear::weight_gradient(const Matrix& x, const Matrix& dy, std::size_t parameter, Rows part, bool add) {
    Matrix& grad = parameters_[parameter].grad;
    if (parameter == 1) {
        if (!add) grad.fill(0);
        kernels().add_column_sums(dy.data(), dy.rows(), dy.columns(), grad.data());
        return;
    }
    const Panel columns = {x.data() + part.begin, x.rows(), part.count(), x.columns()};
    matmul(columns, Op::transposed, panel(dy), Op::plain, add ? real{1} : real{0}, panel(grad, part));
}

}  // namespace gen
