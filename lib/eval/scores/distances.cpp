#include "eval/scores/distances.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"

namespace gen {
namespace {

constexpr std::size_t x_rows = 512;
constexpr std::size_t y_rows = 1024;
constexpr real cancelled = 1e-3;  // of |x|^2 + |y|^2: where less is left, the product's rounding would show

Rows tile_of(std::size_t rows, std::size_t size, std::size_t i) { return {i * size, std::min(rows, (i + 1) * size)}; }

double direct(const real* a, const real* b, std::size_t n) {
    if (std::equal(a, a + n, b)) return 0;
    double sum = 0;
    for (std::size_t j = 0; j < n; ++j) {
        const double d = static_cast<double>(a[j]) - static_cast<double>(b[j]);
        sum += d * d;
    }
    return sum;
}

std::vector<real> mean_row(const Matrix& m) {
    std::vector<double> sums(m.columns());
    for (std::size_t i = 0; i < m.rows(); ++i)
        for (std::size_t j = 0; j < m.columns(); ++j) sums[j] += static_cast<double>(m(i, j));
    std::vector<real> mean(m.columns());
    for (std::size_t j = 0; j < m.columns(); ++j) mean[j] = static_cast<real>(sums[j] / static_cast<double>(m.rows()));
    return mean;
}

}  // namespace

Distances::Distances(const Matrix& x, const Matrix& y, Parallel& parallel) : x_(&x), y_(&y) {
    if (x.columns() != y.columns()) fail("distances: rows have ", x.columns(), " and ", y.columns(), " numbers");
    if (x.empty() || y.empty()) fail("distances of ", x.rows(), " and ", y.rows(), " rows, expected some of each");
    mean_ = mean_row(y);
    x_squares_ = centred_squares(x, parallel);
    y_squares_ = &x == &y ? x_squares_ : centred_squares(y, parallel);
    for (const std::vector<real>* const squares : {&x_squares_, &y_squares_})
        for (const real square : *squares)
            if (!std::isfinite(4 * square)) fail("distances: numbers are too large, their squares overflow");
}

void Distances::centre(const Matrix& m, Rows rows, Matrix& out) const {
    out.resize(rows.count(), m.columns());
    for (std::size_t i = 0; i < rows.count(); ++i)
        for (std::size_t j = 0; j < m.columns(); ++j) out(i, j) = m(rows.begin + i, j) - mean_[j];
}

std::vector<real> Distances::centred_squares(const Matrix& m, Parallel& parallel) const {
    std::vector<real> squares(m.rows());
    const std::size_t blocks = row_blocks(m.rows());
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(m.rows(), blocks, block);
        Matrix centred;
        centre(m, rows, centred);
        for (std::size_t i = 0; i < rows.count(); ++i)
            squares[rows.begin + i] = static_cast<real>(kernels().sum_of_squares(centred.row(i), m.columns()));
    });
    return squares;
}

void Distances::fill(Rows of_x, Rows of_y, Matrix& squares) const {
    for (std::size_t i = 0; i < of_x.count(); ++i) {
        real* row = squares.row(i);
        const real own = x_squares_[of_x.begin + i];
        const real* others = y_squares_.data() + of_y.begin;
        bool any = false;
        for (std::size_t j = 0; j < of_y.count(); ++j) {
            const real sum = own + others[j];
            row[j] = sum - 2 * row[j];
            any |= row[j] < cancelled * sum;
        }
        if (!any && own > 0) continue;
        for (std::size_t j = 0; j < of_y.count(); ++j)
            if (row[j] <= cancelled * (own + others[j]))
                row[j] = static_cast<real>(direct(x_->row(of_x.begin + i), y_->row(of_y.begin + j), x_->columns()));
    }
}

void Distances::visit(Parallel& parallel, const Tile& tile) const {
    const std::size_t blocks = (x_->rows() + x_rows - 1) / x_rows;
    const std::size_t panels = (y_->rows() + y_rows - 1) / y_rows;
    parallel.run(blocks, [&](std::size_t block) {
        const Rows of_x = tile_of(x_->rows(), x_rows, block);
        Matrix x;
        Matrix y;
        Matrix squares;
        centre(*x_, of_x, x);
        for (std::size_t i = 0; i < panels; ++i) {
            const Rows of_y = tile_of(y_->rows(), y_rows, i);
            centre(*y_, of_y, y);
            squares.resize(of_x.count(), of_y.count());
            matmul(panel(x), Op::plain, panel(y), Op::transposed, 0, panel(squares));
            fill(of_x, of_y, squares);
            tile(of_x, of_y, squares);
        }
    });
}

}  // namespace gen
