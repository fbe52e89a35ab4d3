#include "nn/projection.hpp"

#include <algorithm>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

enum : std::size_t { weight, bias, embedding };

}  // namespace

Projection::Projection(const Shape& input, std::size_t in, std::size_t classes) : TangentLayer(input, {1}) {
    expect_numbers(input, in, "projection");
    parameters_[weight] = {.name = "weight", .stored = {1, in}, .fan_in = in, .fan_out = 1};
    parameters_[bias] = {.name = "bias", .stored = {1}, .fan_in = in, .fan_out = 1};
    parameters_[embedding] = {.name = "embedding", .stored = {classes, in}, .fan_in = in, .fan_out = 1};
    parameters_[weight].value.resize(1, in);
    parameters_[bias].value.resize(1, 1);
    parameters_[embedding].value.resize(classes, in);
}

void Projection::direction(const Flow& f, std::size_t row, real* to) const {
    const Matrix& of_classes = parameters_[embedding].value;
    const std::size_t n = of_classes.columns();
    if (f.mode->labels.empty()) fail("the model is conditional: it needs the class of each example");
    const std::int32_t label = f.mode->labels[row];
    if (label >= static_cast<std::int32_t>(of_classes.rows())) fail("class ", label, " is not known to the model, it has ", of_classes.rows());
    std::copy_n(parameters_[weight].value.data(), n, to);
    if (label >= 0) return kernels().add_scaled(of_classes.row(static_cast<std::size_t>(label)), 1, n, to);
    for (std::size_t k = 0; k < of_classes.rows(); ++k)
        kernels().add_scaled(of_classes.row(k), real{1} / static_cast<real>(of_classes.rows()), n, to);
}

void Projection::dot_rows(const Flow& f, const Matrix& x, real shift, Matrix& y, Rows rows) const {
    thread_local std::vector<real> along;
    along.resize(x.columns());
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        direction(f, i, along.data());
        double sum = 0;
        for (std::size_t j = 0; j < x.columns(); ++j) sum += static_cast<double>(along[j]) * static_cast<double>(x(i, j));
        y(i, 0) = static_cast<real>(sum) + shift;
    }
}

void Projection::forward(const Flow& f, Rows rows) const { dot_rows(f, *f.x, parameters_[bias].value(0, 0), *f.y, rows); }

void Projection::tangent(const Flow& f, const Flow& t, Rows rows) const { dot_rows(f, *t.x, 0, *t.y, rows); }

void Projection::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const dx = f.dx->row(i);
        direction(f, i, dx);
        std::transform(dx, dx + f.dx->columns(), dx, [dy = (*f.dy)(i, 0)](real w) { return dy * w; });
    }
}

void Projection::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows part, bool add) {
    Matrix& grad = parameters_[parameter].grad;
    const std::size_t n = grad.columns();
    if (!add) std::fill_n(grad.row(part.begin), part.count() * n, real{0});
    if (parameter == bias) return kernels().add_column_sums(f.dy->row(rows.begin), rows.count(), 1, grad.data());
    const auto share = real{1} / static_cast<real>(parameters_[embedding].value.rows());
    for (std::size_t k = part.begin; k < part.end; ++k)
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            const std::int32_t label = f.mode->labels[i];
            if (parameter == embedding && label >= 0 && static_cast<std::size_t>(label) != k) continue;
            const real part_of_it = parameter == embedding && label < 0 ? share : real{1};
            kernels().add_scaled(f.x->row(i), part_of_it * (*f.dy)(i, 0), n, grad.row(k));
        }
}

void Projection::tangent_weight_gradient(const Flow& f, const Flow& t, Rows rows, std::size_t parameter, Rows part) {
    add_product_tangent(f, t, rows, parameter, part, parameter != bias);
}

}  // namespace gen
