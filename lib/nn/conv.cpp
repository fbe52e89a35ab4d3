#include "nn/conv.hpp"

#include <algorithm>
#include <vector>

#include "core/channel_kernels.hpp"
#include "core/error.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

ConvGeometry geometry(const Shape& input, const ConvSettings& s, bool transposed) {
    const Shape maps = expect_maps(input, s.in, transposed ? "conv-transposed" : "conv");
    if (transposed) return transposed_of(s.in, maps[1], maps[2], s.out, s.kernel, s.kernel, s.stride, s.padding, s.output_padding);
    return convolution_of(s.in, maps[1], maps[2], s.out, s.kernel, s.kernel, s.stride, s.padding);
}

Shape large(const ConvGeometry& g) { return {g.channels, g.height, g.width}; }
Shape small(const ConvGeometry& g) { return {g.filters, g.small_height, g.small_width}; }

// Of all positions of the rows, in double.
void bias_gradient(const Matrix& dy, Rows rows, std::size_t channels, bool add, Matrix& grad) {
    thread_local std::vector<double> sums;
    sums.assign(2 * channels, 0);
    channel_kernels().sums(dy.row(rows.begin), rows.count() * dy.columns() / channels, channels, sums.data(), sums.data() + channels);
    for (std::size_t c = 0; c < channels; ++c) grad(0, c) = static_cast<real>(sums[c]) + (add ? grad(0, c) : 0);
}

void shift_bias(Matrix& bias, std::span<const real> scale, std::span<const real> shift) {
    for (std::size_t c = 0; c < scale.size(); ++c) bias(0, c) = bias(0, c) * scale[c] + shift[c];
}

void add_parameters(std::array<Parameter, 2>& parameters, const ConvGeometry& g, const ConvSettings& s, const Shape& stored) {
    const std::size_t fan_in = stored[1] * s.kernel * s.kernel;  // as PyTorch counts, also where the weight is transposed
    const std::size_t fan_out = stored[0] * s.kernel * s.kernel;
    parameters[0] = {.name = "weight", .stored = stored, .order = Order::kernel, .fan_in = fan_in, .fan_out = fan_out};
    parameters[0].value.resize(g.patch(), g.filters);
    parameters[1] = {.name = "bias", .stored = {s.out}, .fan_in = fan_in, .fan_out = fan_out};
    parameters[1].value = Matrix(1, s.out);
}

}  // namespace

ConvLayer::ConvLayer(const Shape& input, const ConvSettings& s, bool transposed)
    : WeightLayer(input, {}, {.output_overwritable = true, .backward_reads_x = false}),
      bias_(s.bias),
      convolution_(make_convolution(geometry(input, s, transposed), Arithmetic())) {
    const ConvGeometry& g = convolution_->geometry();
    input_ = transposed ? small(g) : large(g);
    output_ = transposed ? large(g) : small(g);
    add_parameters(parameters_, g, s, {g.filters, g.channels, s.kernel, s.kernel});
    if (s.spectral) spectral_.emplace(s.out, transposed);
}

void ConvLayer::reserve(Memory& memory, std::size_t rows, std::size_t) const {
    if (!convolution_->takes_rounded()) return;
    memory.x.resize(rows, count(input_));
    memory.dy.resize(rows, count(output_));
}

Operand ConvLayer::take_x(const Flow& f, Rows rows) const {
    if (keeps(f)) f.memory->x.take(*f.x, rows);
    return kept_x(f);
}

Operand ConvLayer::take_dy(const Flow& f, Rows rows) const {
    if (keeps(f)) f.memory->dy.take(*f.dy, rows);
    return kept_dy(f);
}

Conv::Conv(const Shape& input, const ConvSettings& s) : ConvLayer(input, s, false) {}

void Conv::forward(const Flow& f, Rows rows) const { convolution_->forward(take_x(f, rows), weight(), parameters_[1].value.data(), *f.y, rows); }

void Conv::tangent(const Flow&, const Flow& t, Rows rows) const { convolution_->forward(*t.x, weight(), nullptr, *t.y, rows); }

void Conv::backward(const Flow& f, Rows rows) const {
    const Operand dy = take_dy(f, rows);
    if (f.dx != nullptr) convolution_->adjoint(dy, weight(), nullptr, *f.dx, rows);
}

void Conv::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows part, bool add) {
    if (parameter == 1)
        bias_gradient(*f.dy, rows, output_[0], add, parameters_[1].grad);
    else
        convolution_->weight_gradient(kept_x(f), kept_dy(f), rows, part, add, f.gradient != nullptr ? *f.gradient : parameters_[0].grad);
}

bool Conv::absorb(std::span<const real> scale, std::span<const real> shift) {
    Matrix& weight = parameters_[0].value;
    for (std::size_t i = 0; i < weight.rows(); ++i)
        for (std::size_t f = 0; f < weight.columns(); ++f) weight(i, f) *= scale[f];
    shift_bias(parameters_[1].value, scale, shift);
    return true;
}

ConvTransposed::ConvTransposed(const Shape& input, const ConvSettings& s) : ConvLayer(input, s, true) {}

void ConvTransposed::forward(const Flow& f, Rows rows) const {
    convolution_->adjoint(take_x(f, rows), weight(), parameters_[1].value.data(), *f.y, rows);
}

void ConvTransposed::tangent(const Flow&, const Flow& t, Rows rows) const { convolution_->adjoint(*t.x, weight(), nullptr, *t.y, rows); }

void ConvTransposed::backward(const Flow& f, Rows rows) const {
    const Operand dy = take_dy(f, rows);
    if (f.dx != nullptr) convolution_->forward(dy, weight(), nullptr, *f.dx, rows);
}

void ConvTransposed::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows part, bool add) {
    if (parameter == 1)
        bias_gradient(*f.dy, rows, output_[0], add, parameters_[1].grad);
    else
        convolution_->weight_gradient(kept_dy(f), kept_x(f), rows, part, add, f.gradient != nullptr ? *f.gradient : parameters_[0].grad);
}

bool ConvTransposed::absorb(std::span<const real> scale, std::span<const real> shift) {
    Matrix& weight = parameters_[0].value;
    for (std::size_t i = 0; i < weight.rows(); ++i)
        for (std::size_t f = 0; f < weight.columns(); ++f) weight(i, f) *= scale[i % scale.size()];
    shift_bias(parameters_[1].value, scale, shift);
    return true;
}

}  // namespace gen
