#include "core/product.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/processor.hpp"
#ifdef GEN_ONEDNN
#include "core/onednn/product.hpp"
#endif

namespace gen {
namespace {

// A call of oneDNN costs half a microsecond more than one of BLAS; a vector as one side leaves it no blocks to work on. Where neither side is
// transposed BLAS is as fast up to a million steps, as it then copies nothing; elsewhere it takes up to twice as long.
constexpr std::size_t fewest_steps = std::size_t{600} * 1024;
constexpr std::size_t narrowest = 4;
constexpr std::size_t fewest_steps_transposed = std::size_t{96} * 1024;
constexpr std::size_t narrowest_transposed = 16;

void add_to_bias(Panel a, Op op_a, Panel b, Op op_b, const real* bias, MutablePanel c) {
    for (std::size_t i = 0; i < c.rows; ++i) std::copy_n(bias, c.columns, c.data + i * c.stride);
    matmul(a, op_a, b, op_b, 1, c);
}

}  // namespace

RoundedPanel panel(const RoundedMatrix& m, Rows rows) { return panel(m, rows, {0, m.columns()}); }

RoundedPanel panel(const RoundedMatrix& m, Rows rows, Rows columns) {
    return {m.row(rows.begin) + columns.begin, rows.count(), columns.count(), m.columns()};
}

#ifdef GEN_ONEDNN

namespace {

/// As measured with AVX-512 (bench/limits.cpp), where oneDNN takes 0.6 to 0.95 of the time of BLAS.
bool faster_by_onednn(const onednn::ProductShape& s) {
    const std::size_t least = std::min({s.rows, s.columns, s.inner});
    const std::size_t steps = s.rows * s.inner * s.columns;
    const bool transposed = s.left_transposed || s.right_transposed;
    const bool gains =
        (least >= narrowest && steps >= fewest_steps) || (transposed && least >= narrowest_transposed && steps >= fewest_steps_transposed);
    return gains && has_avx512() && onednn::runs(dnnl_cpu_isa_avx512_core);
}

/// Throws where the shapes do not fit.
template <class Side>
onednn::ProductShape shape_of(const Side& a, Op op_a, const Side& b, Op op_b, bool add, MutablePanel c) {
    const auto [rows, inner, columns] = sizes_of(a, op_a, b, op_b, c);
    return {rows, inner, columns, a.stride, b.stride, c.stride, op_a == Op::transposed, op_b == Op::transposed, add};
}

}  // namespace

void product(Engine engine, Panel a, Op op_a, Panel b, Op op_b, bool add, MutablePanel c) {
    if (engine != Engine::blas) {
        const onednn::ProductShape shape = shape_of(a, op_a, b, op_b, add, c);
        if (faster_by_onednn(shape)) return onednn::product(shape, a.data, b.data, c.data);
    }
    matmul(a, op_a, b, op_b, add ? real{1} : real{0}, c);
}

void biased_product(Engine engine, Panel a, Op op_a, Panel b, Op op_b, const real* bias, MutablePanel c) {
    if (engine != Engine::blas) {
        onednn::ProductShape shape = shape_of(a, op_a, b, op_b, false, c);
        shape.bias = true;
        if (faster_by_onednn(shape)) return onednn::product(shape, a.data, b.data, c.data, bias);
    }
    add_to_bias(a, op_a, b, op_b, bias, c);
}

void product(RoundedPanel a, Op op_a, RoundedPanel b, Op op_b, const real* bias, bool add, MutablePanel c) {
    onednn::ProductShape shape = shape_of(a, op_a, b, op_b, add, c);
    if (shape.rows == 0 || shape.columns == 0) return;
    shape.rounded = true;
    shape.bias = bias != nullptr;
    onednn::product(shape, a.data, b.data, c.data, bias);
}

#else

void product(Engine, Panel a, Op op_a, Panel b, Op op_b, bool add, MutablePanel c) { matmul(a, op_a, b, op_b, add ? real{1} : real{0}, c); }

void biased_product(Engine, Panel a, Op op_a, Panel b, Op op_b, const real* bias, MutablePanel c) { add_to_bias(a, op_a, b, op_b, bias, c); }

void product(RoundedPanel, Op, RoundedPanel, Op, const real*, bool, MutablePanel) { fail(why_no_bf16()); }

#endif

}  // namespace gen
