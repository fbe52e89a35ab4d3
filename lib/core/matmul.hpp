#pragma once

#include <cstddef>
#include <string>

#include "core/error.hpp"
#include "core/matrix.hpp"

namespace gen {

enum class Op { plain, transposed };

/// A rectangle of numbers inside a row-major matrix.
struct Panel {
    const real* data;
    std::size_t rows;
    std::size_t columns;
    std::size_t stride;  // numbers from one row to the next
};
struct MutablePanel {
    real* data;
    std::size_t rows;
    std::size_t columns;
    std::size_t stride;
    operator Panel() const { return {data, rows, columns, stride}; }  // NOLINT: meant to convert
};

Panel panel(const Matrix& m);
Panel panel(const Matrix& m, Rows rows);
MutablePanel panel(Matrix& m);
MutablePanel panel(Matrix& m, Rows rows);

/// A product of (rows x inner) and (inner x columns).
struct ProductSizes {
    std::size_t rows, inner, columns;
};
/// Of panels of any numbers. Throws Fault::input when the shapes do not fit.
template <class Side>
ProductSizes sizes_of(const Side& a, Op op_a, const Side& b, Op op_b, const MutablePanel& c) {
    const bool turn_a = op_a == Op::transposed;
    const bool turn_b = op_b == Op::transposed;
    const ProductSizes s = {turn_a ? a.columns : a.rows, turn_a ? a.rows : a.columns, turn_b ? b.rows : b.columns};
    const std::size_t inner = turn_b ? b.columns : b.rows;
    if (s.inner != inner || c.rows != s.rows || c.columns != s.columns)
        fail("(", s.rows, " x ", s.inner, ") times (", inner, " x ", s.columns, ") does not fit (", c.rows, " x ", c.columns, ")");
    return s;
}

/// c = op(a) op(b) + beta c, by one thread of BLAS, or of core/portable where computes_portably(). Throws Fault::input when the shapes do not fit.
void matmul(Panel a, Op op_a, Panel b, Op op_b, real beta, MutablePanel c);

/// Before other functions of BLAS or LAPACK: the thread that calls it has them to itself, so that numbers do not depend on how many threads there
/// are.
void single_threaded_blas();

/// The BLAS library and the kernels it chose for this processor, e.g. "OpenBLAS 0.3.21 SkylakeX".
std::string blas_name();

}  // namespace gen
