#include "nn/linear.hpp"

#include <algorithm>

#include "core/kernels.hpp"
#include "core/product.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

// Of weights: rounding what smaller ones take costs more than their products gain.
constexpr std::size_t narrowest_rounded = 16;
constexpr std::size_t fewest_rounded = 8192;
// What makes by_columns() worth while: a weight that fills a good part of the second-level cache, and is large beside a batch's rows, which one
// thread then reads where another one wrote them.
constexpr std::size_t fewest_by_columns = std::size_t{96} * 1024;
constexpr std::size_t fewest_beside_rows = 128;

}  // namespace

Linear::Linear(const Shape& input, std::size_t in, std::size_t out, bool spectral)
    : WeightLayer(input, {out}, {.output_overwritable = true, .backward_reads_x = false}) {
    expect_numbers(input, in, "linear");
    parameters_[0] = {.name = "weight", .stored = {out, in}, .order = Order::transposed, .fan_in = in, .fan_out = out};
    parameters_[1] = {.name = "bias", .stored = {out}, .fan_in = in, .fan_out = out};
    parameters_[0].value.resize(in, out);  // not zeroed: initialise() or a file gives the numbers
    parameters_[1].value.resize(1, out);
    if (spectral) spectral_.emplace(out, false);
}

void Linear::compute_by(const Arithmetic& wanted) {
    const auto [engine, precision] = found_here(wanted);
    const Matrix& w = parameters_[0].value;
    const bool worthwhile = std::min(w.rows(), w.columns()) >= narrowest_rounded && w.size() >= fewest_rounded;
    engine_ = engine;
    rounded_ = RoundedMatrix();
    if (precision == Precision::bf16 && worthwhile) rounded_.resize(w.rows(), w.columns());
}

void Linear::reserve(Memory& memory, std::size_t rows, std::size_t) const {
    if (!is_rounded()) return;
    memory.x.resize(rows, count(input_));
    memory.dy.resize(rows, count(output_));
}

void Linear::forward(const Flow& f, Rows rows) const {
    const real* const bias = parameters_[1].value.data();
    if (is_rounded()) {
        f.memory->x.take(*f.x, rows);
        return product(panel(f.memory->x, rows), Op::plain, panel(rounded_, {0, rounded_.rows()}), Op::plain, bias, false, panel(*f.y, rows));
    }
    biased_product(engine_, panel(*f.x, rows), Op::plain, panel(weight()), Op::plain, bias, panel(*f.y, rows));
}

const ByColumns* Linear::by_columns() const {
    const Matrix& w = parameters_[0].value;
    return !is_rounded() && w.size() >= fewest_by_columns && w.size() >= fewest_beside_rows * (w.rows() + w.columns()) ? this : nullptr;
}

void Linear::forward_columns(const Flow& f, Rows rows, Rows columns) const {
    const Matrix& w = weight();
    const Panel some = {w.data() + columns.begin, w.rows(), columns.count(), w.columns()};
    const MutablePanel out = {f.y->row(rows.begin) + columns.begin, rows.count(), columns.count(), f.y->columns()};
    biased_product(engine_, panel(*f.x, rows), Op::plain, some, Op::plain, parameters_[1].value.data() + columns.begin, out);
}

void Linear::backward_columns(const Flow& f, Rows rows, Rows columns) const {
    if (f.dx == nullptr) return;
    const MutablePanel out = {f.dx->row(rows.begin) + columns.begin, rows.count(), columns.count(), f.dx->columns()};
    product(engine_, panel(*f.dy, rows), Op::plain, panel(weight(), columns), Op::transposed, false, out);
}

void Linear::tangent(const Flow&, const Flow& t, Rows rows) const {
    product(engine_, panel(*t.x, rows), Op::plain, panel(weight()), Op::plain, false, panel(*t.y, rows));
}

void Linear::backward(const Flow& f, Rows rows) const {
    if (is_rounded()) f.memory->dy.take(*f.dy, rows);
    if (f.dx == nullptr) return;
    if (is_rounded())
        product(panel(f.memory->dy, rows), Op::plain, panel(rounded_, {0, rounded_.rows()}), Op::transposed, nullptr, false, panel(*f.dx, rows));
    else
        product(engine_, panel(*f.dy, rows), Op::plain, panel(weight()), Op::transposed, false, panel(*f.dx, rows));
}

void Linear::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows part, bool add) {
    Matrix& grad = parameters_[parameter].grad;
    if (parameter == 1) {
        if (!add) grad.fill(0);
        kernels().add_column_sums(f.dy->row(rows.begin), rows.count(), f.dy->columns(), grad.data());
        return;
    }
    if (is_rounded() && !f.mixed)
        return product(panel(f.memory->x, rows, part), Op::transposed, panel(f.memory->dy, rows), Op::plain, nullptr, add, panel(grad, part));
    const Panel columns = {f.x->row(rows.begin) + part.begin, rows.count(), part.count(), f.x->columns()};
    product(engine_, columns, Op::transposed, panel(*f.dy, rows), Op::plain, add, panel(grad, part));
}

bool Linear::absorb(std::span<const real> scale, std::span<const real> shift) {
    Matrix& weight = parameters_[0].value;
    for (std::size_t i = 0; i < weight.rows(); ++i)
        for (std::size_t j = 0; j < weight.columns(); ++j) weight(i, j) *= scale[j];
    for (std::size_t j = 0; j < scale.size(); ++j) parameters_[1].value(0, j) = parameters_[1].value(0, j) * scale[j] + shift[j];
    return true;
}

}  // namespace gen
