#include "nn/linear.hpp"

#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "nn/maps.hpp"

namespace gen {

Linear::Linear(const Shape& input, std::size_t in, std::size_t out, bool spectral)
    : WeightLayer(input, {out}, {.output_overwritable = true, .backward_reads_x = false}) {
    expect_numbers(input, in, "linear");
    parameters_[0] = {.name = "weight", .stored = {out, in}, .order = Order::transposed, .fan_in = in, .fan_out = out};
    parameters_[1] = {.name = "bias", .stored = {out}, .fan_in = in, .fan_out = out};
    parameters_[0].value.resize(in, out);  // not zeroed: initialise() or a file gives the numbers
    parameters_[1].value.resize(1, out);
    if (spectral) spectral_.emplace(out, false);
}

void Linear::forward(const Flow& f, Rows rows) const {
    kernels().fill_rows(f.y->row(rows.begin), parameters_[1].value.data(), rows.count(), f.y->columns());
    matmul(panel(*f.x, rows), Op::plain, panel(weight()), Op::plain, 1, panel(*f.y, rows));
}

void Linear::tangent(const Flow&, const Flow& t, Rows rows) const {
    matmul(panel(*t.x, rows), Op::plain, panel(weight()), Op::plain, 0, panel(*t.y, rows));
}

void Linear::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) matmul(panel(*f.dy, rows), Op::plain, panel(weight()), Op::transposed, 0, panel(*f.dx, rows));
}

void Linear::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows part, bool add) {
    Matrix& grad = parameters_[parameter].grad;
    if (parameter == 1) {
        if (!add) grad.fill(0);
        kernels().add_column_sums(f.dy->row(rows.begin), rows.count(), f.dy->columns(), grad.data());
        return;
    }
    const Panel columns = {f.x->row(rows.begin) + part.begin, rows.count(), part.count(), f.x->columns()};
    matmul(columns, Op::transposed, panel(*f.dy, rows), Op::plain, add ? real{1} : real{0}, panel(grad, part));
}

bool Linear::absorb(std::span<const real> scale, std::span<const real> shift) {
    Matrix& weight = parameters_[0].value;
    for (std::size_t i = 0; i < weight.rows(); ++i)
        for (std::size_t j = 0; j < weight.columns(); ++j) weight(i, j) *= scale[j];
    for (std::size_t j = 0; j < scale.size(); ++j) parameters_[1].value(0, j) = parameters_[1].value(0, j) * scale[j] + shift[j];
    return true;
}

}  // namespace gen
