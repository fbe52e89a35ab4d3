#include "nn/activation.hpp"

#include "core/kernels.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

std::size_t numbers(const Flow& flow, Rows rows) { return rows.count() * flow.y->columns(); }
const real* in(const Flow& flow, Rows rows) { return flow.x->row(rows.begin); }
real* out(const Flow& flow, Rows rows) { return flow.y->row(rows.begin); }

/// t.dx += f''(x) t.x dy, where f''(x) = ratio(y) f'(x), so that f'(x) t.x is t.y.
template <class Ratio>
void add_curvature(const Flow& f, const Flow& t, Rows rows, const Ratio& ratio) {
    if (t.dx == nullptr) return;
    const std::size_t n = numbers(f, rows);
    const real* const y = out(f, rows);
    const real* const dy = f.dy->row(rows.begin);
    const real* const change = out(t, rows);
    real* const dx = t.dx->row(rows.begin);
    for (std::size_t i = 0; i < n; ++i) dx[i] += ratio(y[i]) * change[i] * dy[i];
}

}  // namespace

// The derivative lies on a diagonal: it is its own transpose.
void Activation::tangent(const Flow& f, const Flow& t, Rows rows) const { backward(through(f, t.x, t.y), rows); }
void Activation::backward_tangent(const Flow& f, const Flow& t, Rows rows) const { backward(through(f, t.dy, t.dx), rows); }

void Relu::forward(const Flow& f, Rows rows) const { kernels().relu(in(f, rows), numbers(f, rows), *hints().slope, out(f, rows)); }
void Relu::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) kernels().relu_gradient(out(f, rows), f.dy->row(rows.begin), numbers(f, rows), *hints().slope, f.dx->row(rows.begin));
}

void Tanh::forward(const Flow& f, Rows rows) const { kernels().tanh(in(f, rows), numbers(f, rows), out(f, rows)); }
void Tanh::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) kernels().tanh_gradient(out(f, rows), f.dy->row(rows.begin), numbers(f, rows), f.dx->row(rows.begin));
}
void Tanh::backward_tangent(const Flow& f, const Flow& t, Rows rows) const {
    Activation::backward_tangent(f, t, rows);
    add_curvature(f, t, rows, [](real y) { return -2 * y; });
}

void Sigmoid::forward(const Flow& f, Rows rows) const { kernels().sigmoid(in(f, rows), numbers(f, rows), out(f, rows)); }
void Sigmoid::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) kernels().sigmoid_gradient(out(f, rows), f.dy->row(rows.begin), numbers(f, rows), f.dx->row(rows.begin));
}
void Sigmoid::backward_tangent(const Flow& f, const Flow& t, Rows rows) const {
    Activation::backward_tangent(f, t, rows);
    add_curvature(f, t, rows, [](real y) { return 1 - 2 * y; });
}

void Elu::forward(const Flow& f, Rows rows) const { kernels().elu(in(f, rows), numbers(f, rows), alpha_, out(f, rows)); }
void Elu::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) kernels().elu_gradient(out(f, rows), f.dy->row(rows.begin), numbers(f, rows), alpha_, f.dx->row(rows.begin));
}
void Elu::backward_tangent(const Flow& f, const Flow& t, Rows rows) const {
    Activation::backward_tangent(f, t, rows);
    add_curvature(f, t, rows, [](real y) { return y > 0 ? real{0} : real{1}; });
}

void Softplus::forward(const Flow& f, Rows rows) const { kernels().softplus(in(f, rows), numbers(f, rows), out(f, rows)); }
void Softplus::backward(const Flow& f, Rows rows) const {
    if (f.dx != nullptr) kernels().softplus_gradient(in(f, rows), f.dy->row(rows.begin), numbers(f, rows), f.dx->row(rows.begin));
}
void Softplus::backward_tangent(const Flow& f, const Flow& t, Rows rows) const {
    Activation::backward_tangent(f, t, rows);
    add_curvature(f, t, rows, [](real y) { return math::exp(-y); });
}

}  // namespace gen
