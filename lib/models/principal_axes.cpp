#include "models/principal_axes.hpp"

#include <algorithm>
#include <cmath>

#include "core/kernels.hpp"
#include "core/matmul.hpp"

namespace gen {
namespace {

constexpr int iterations = 6;

// Gram and Schmidt, twice over, on rows.
void make_orthonormal(Matrix& rows) {
    const std::size_t n = rows.columns();
    for (std::size_t i = 0; i < rows.rows(); ++i) {
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t j = 0; j < i; ++j) {
                double dot = 0;
                for (std::size_t k = 0; k < n; ++k) dot += static_cast<double>(rows(i, k)) * static_cast<double>(rows(j, k));
                kernels().add_scaled(rows.row(j), static_cast<real>(-dot), n, rows.row(i));
            }
        const double length = std::sqrt(kernels().sum_of_squares(rows.row(i), n));
        const auto scale = static_cast<real>(length > 1e-12 ? 1 / length : 0);
        std::transform(rows.row(i), rows.row(i) + n, rows.row(i), [scale](real v) { return v * scale; });
    }
}

}  // namespace

Matrix principal_axes(const Matrix& x, std::size_t axes) {
    const std::size_t n = x.columns();
    Matrix centred = x;
    for (std::size_t j = 0; j < n; ++j) {
        double mean = 0;
        for (std::size_t i = 0; i < x.rows(); ++i) mean += static_cast<double>(x(i, j)) / static_cast<double>(x.rows());
        for (std::size_t i = 0; i < x.rows(); ++i) centred(i, j) -= static_cast<real>(mean);
    }
    Matrix basis(axes, n);
    for (std::size_t k = 0; k < axes; ++k) std::copy_n(centred.row(k * x.rows() / axes), n, basis.row(k));
    make_orthonormal(basis);
    Matrix scores(x.rows(), axes);
    for (int i = 0; i < iterations; ++i) {
        matmul(panel(centred), Op::plain, panel(basis), Op::transposed, 0, panel(scores));
        matmul(panel(scores), Op::transposed, panel(centred), Op::plain, 0, panel(basis));
        make_orthonormal(basis);
    }
    Matrix columns(n, axes);
    for (std::size_t k = 0; k < axes; ++k)
        for (std::size_t j = 0; j < n; ++j) columns(j, k) = basis(k, j);
    return columns;
}

}  // namespace gen
