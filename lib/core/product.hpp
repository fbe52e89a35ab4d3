#pragma once

#include "core/engine.hpp"
#include "core/matmul.hpp"
#include "core/rounded.hpp"

namespace gen {

/// c = op(a) op(b), on top of what is in c with `add`. Throws Fault::input when the shapes do not fit. Numbers depend on shapes alone; `automatic`
/// takes what is faster at these.
void product(Engine engine, Panel a, Op op_a, Panel b, Op op_b, bool add, MutablePanel c);

/// c = op(a) op(b) + bias, a row of numbers, likewise.
void biased_product(Engine engine, Panel a, Op op_a, Panel b, Op op_b, const real* bias, MutablePanel c);

/// A rectangle of rounded numbers.
struct RoundedPanel {
    const Rounded* data;
    std::size_t rows;
    std::size_t columns;
    std::size_t stride;
};

/// Of some rows, and some of their columns.
RoundedPanel panel(const RoundedMatrix& m, Rows rows);
RoundedPanel panel(const RoundedMatrix& m, Rows rows, Rows columns);

/// c = op(a) op(b) + bias, a row of numbers unless it is null; on top of what is in c with `add`. Where why_no_bf16() is empty.
void product(RoundedPanel a, Op op_a, RoundedPanel b, Op op_b, const real* bias, bool add, MutablePanel c);

}  // namespace gen
