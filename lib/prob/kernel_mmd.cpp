#include "prob/kernel_mmd.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/portable/functions.hpp"

namespace gen {
namespace {

Panel rows_of(Panel p, Rows rows) { return {p.data + rows.begin * p.stride, rows.count(), p.columns, p.stride}; }

std::vector<double> squares_of(Panel p) {
    std::vector<double> squares(p.rows);
    for (std::size_t i = 0; i < p.rows; ++i) squares[i] = kernels().sum_of_squares(p.data + i * p.stride, p.columns);
    return squares;
}

}  // namespace

double KernelMmd::operator()(Panel x, Panel y, std::span<const double> widths, Parallel& parallel, MutablePanel dx) {
    if (x.rows < 2 || y.rows < 2) fail("MMD of ", x.rows, " and ", y.rows, " rows, expected at least 2 of each");
    if (x.columns != y.columns) fail("MMD: rows have ", x.columns, " and ", y.columns, " numbers");
    if (dx.data != nullptr && (dx.rows != x.rows || dx.columns != x.columns)) fail("MMD: the gradient is ", dx.rows, "x", dx.columns);
    x_squares_ = squares_of(x);
    y_squares_ = squares_of(y);
    const std::size_t of_x = row_blocks(x.rows);
    const std::size_t of_y = row_blocks(y.rows);
    blocks_.resize(of_x + of_y);
    sums_.assign(of_x + of_y, 0);
    const auto n = static_cast<double>(x.rows);
    const auto m = static_cast<double>(y.rows);
    parallel.run(of_x + of_y, [&](std::size_t task) {
        Block& block = blocks_[task];
        if (task >= of_x) {
            sums_[task] = sum(y, y_squares_, y, y_squares_, true, 1 / (m * (m - 1)), row_block(y.rows, of_y, task - of_x), widths, block, {});
            return;
        }
        const Rows rows = row_block(x.rows, of_x, task);
        for (std::size_t i = rows.begin; dx.data != nullptr && i < rows.end; ++i) std::fill_n(dx.data + i * dx.stride, dx.columns, real{0});
        sums_[task] = sum(x, x_squares_, x, x_squares_, true, 1 / (n * (n - 1)), rows, widths, block, dx);
        sums_[task] += sum(x, x_squares_, y, y_squares_, false, -2 / (n * m), rows, widths, block, dx);
    });
    return tree_sum(sums_.data(), sums_.size());
}

// Of pairs of rows of x with all of y. A row of x stands on either side of the pairs within x, so that its gradient counts twice there.
double KernelMmd::sum(Panel x, std::span<const double> x_squares, Panel y, std::span<const double> y_squares, bool same, double weight, Rows rows,
                      std::span<const double> widths, Block& block, MutablePanel dx) const {
    block.products.resize(rows.count(), y.rows);
    matmul(rows_of(x, rows), Op::plain, y, Op::transposed, 0, panel(block.products));
    const bool gradient = dx.data != nullptr;
    if (gradient) block.weights.resize(rows.count(), y.rows);
    double total = 0;
    for (std::size_t r = 0; r < rows.count(); ++r) {
        const std::size_t i = rows.begin + r;
        double row_slope = 0;
        for (std::size_t j = 0; j < y.rows; ++j) {
            double slope = 0;
            if (!same || i != j) {
                const double square = std::max(0.0, x_squares[i] + y_squares[j] - 2 * static_cast<double>(block.products(r, j)));
                for (const double s : widths) {
                    const double k = math::exp(-square / (2 * s * s));
                    total += k;
                    slope += k / (s * s);
                }
            }
            slope *= weight * (same ? 2 : 1);
            row_slope += slope;
            if (gradient) block.weights(r, j) = static_cast<real>(slope);
        }
        if (gradient) kernels().add_scaled(x.data + i * x.stride, static_cast<real>(-row_slope), x.columns, dx.data + i * dx.stride);
    }
    if (gradient) matmul(panel(block.weights), Op::plain, y, Op::plain, 1, {dx.data + rows.begin * dx.stride, rows.count(), dx.columns, dx.stride});
    return weight * total;
}

std::vector<double> widths_for(Panel data) {
    const std::size_t n = std::min<std::size_t>(data.rows, 500);
    std::vector<double> squares;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            double sum = 0;
            for (std::size_t k = 0; k < data.columns; ++k) {
                const double d = static_cast<double>(data.data[i * data.stride + k]) - static_cast<double>(data.data[j * data.stride + k]);
                sum += d * d;
            }
            squares.push_back(sum);
        }
    if (squares.empty()) return {1};
    std::nth_element(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2), squares.end());
    const double median = std::max(1e-6, std::sqrt(squares[squares.size() / 2]));
    return {median / 4, median / 2, median, 2 * median, 4 * median};
}

}  // namespace gen
