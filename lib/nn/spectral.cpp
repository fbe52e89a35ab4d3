#include "nn/spectral.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/channel_kernels.hpp"
#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/matmul.hpp"

namespace gen {
namespace {

/// Makes a vector's length 1 and returns what it was.
double normalise(std::vector<real>& x) {
    const double length = std::max(std::sqrt(kernels().sum_of_squares(x.data(), x.size())), 1e-12);
    for (real& v : x) v = static_cast<real>(static_cast<double>(v) / length);
    return length;
}

Panel column(const real* x, std::size_t n) { return {x, n, 1, 1}; }
MutablePanel column(real* x, std::size_t n) { return {x, n, 1, 1}; }

/// W in memory: blocks of rows, in each of which one side of W lies along the rows and the other along the columns.
struct Blocks {
    const Matrix* weight;
    std::size_t rows;  // of a block
    Op to_right;       // of a block, times u

    std::size_t count() const { return weight->rows() / rows; }
    std::size_t right() const { return to_right == Op::plain ? rows : weight->columns(); }  // numbers of v that a block gives
    Panel block(std::size_t i) const { return panel(*weight, {i * rows, (i + 1) * rows}); }
};

void times_left(const Blocks& w, const std::vector<real>& u, std::vector<real>& v) {
    v.resize(w.count() * w.right());
    for (std::size_t i = 0; i < w.count(); ++i)
        matmul(w.block(i), w.to_right, column(u.data(), u.size()), Op::plain, 0, column(v.data() + i * w.right(), w.right()));
}

void times_right(const Blocks& w, const std::vector<real>& v, std::vector<real>& u) {
    const Op op = w.to_right == Op::plain ? Op::transposed : Op::plain;
    for (std::size_t i = 0; i < w.count(); ++i)
        matmul(w.block(i), op, column(v.data() + i * w.right(), w.right()), Op::plain, i == 0 ? real{0} : real{1}, column(u.data(), u.size()));
}

}  // namespace

Spectral::Spectral(std::size_t out, bool transposed) : transposed_(transposed), u_{.name = "u", .value = Matrix(1, out), .random = true} {
    u_.value.fill(1);
}

void Spectral::prepare(const Matrix& weight, bool update) {
    const Blocks blocks = {&weight, transposed_ ? u_.value.size() : weight.rows(), transposed_ ? Op::transposed : Op::plain};
    left_.assign(u_.value.values().begin(), u_.value.values().end());
    normalise(left_);
    times_left(blocks, left_, right_);
    s_ = normalise(right_);
    if (update) {
        times_right(blocks, right_, left_);
        s_ = normalise(left_);
        if (kernels().all_finite(left_.data(), left_.size())) std::copy(left_.begin(), left_.end(), u_.value.data());
    }
    divided_.resize(weight.rows(), weight.columns());
    const auto factor = static_cast<real>(1 / s_);
    for (std::size_t i = 0; i < weight.size(); ++i) divided_.data()[i] = factor * weight.data()[i];
}

const Matrix& Spectral::weight() const {
    if (divided_.empty()) fail("a layer with spectral normalisation is used before it is prepared");
    return divided_;
}

void Spectral::finish(Matrix& gradient) const {
    const std::size_t columns = gradient.columns();
    std::vector<double> sums(2 * columns);
    channel_kernels().dot(divided_.data(), gradient.data(), gradient.rows(), columns, sums.data(), sums.data() + columns);
    const double product = std::accumulate(sums.begin() + static_cast<std::ptrdiff_t>(columns), sums.end(), 0.0);
    const auto factor = static_cast<real>(1 / s_);
    const std::size_t out = left_.size();
    for (std::size_t i = 0; i < gradient.rows(); ++i) {
        const double of_row = product * static_cast<double>(transposed_ ? left_[i % out] : right_[i]);
        const real* const along = transposed_ ? right_.data() + i / out * columns : left_.data();
        real* const g = gradient.row(i);
        for (std::size_t j = 0; j < columns; ++j) g[j] = factor * (g[j] - static_cast<real>(of_row) * along[j]);
    }
}

}  // namespace gen
