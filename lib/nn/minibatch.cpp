#include "nn/minibatch.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/kernels.hpp"
#include "core/matmul.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

constexpr double epsilon = 1e-8;  // the authors' code

}  // namespace

MinibatchStddev::MinibatchStddev(const Shape& input, std::size_t group) : Layer(input, {}), group_(group) {
    const Shape maps = expect_maps(input, 0, "minibatch-stddev");
    channels_ = maps[0];
    positions_ = positions(maps);
    output_ = input.size() == 3 ? Shape{channels_ + 1, maps[1], maps[2]} : Shape{count(input) + 1};
}

// memory.batch, group by group: the mean of each number, the factor of its deviation in dx, the number that is appended, its gradient.
void MinibatchStddev::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.batch.resize(groups(rows) * (2 * count(input_) + 2)); }

void MinibatchStddev::combine(const Flow& f) const {
    const std::size_t n = f.x->columns();
    const std::size_t all = groups(f.x->rows());
    const auto size = static_cast<double>(f.x->rows() / all);
    thread_local std::vector<double> sums;
    thread_local std::vector<double> squares;
    for (std::size_t g = 0; g < all; ++g) {
        real* const kept = f.memory->batch.data() + g * (2 * n + 2);
        sums.assign(n, 0);
        squares.assign(n, 0);
        for (std::size_t i = g; i < f.x->rows(); i += all)
            for (std::size_t j = 0; j < n; ++j) sums[j] += static_cast<double>((*f.x)(i, j));
        for (std::size_t i = g; i < f.x->rows(); i += all)
            for (std::size_t j = 0; j < n; ++j) {
                const double d = static_cast<double>((*f.x)(i, j)) - sums[j] / size;
                squares[j] += d * d;
            }
        double sum = 0;
        for (std::size_t j = 0; j < n; ++j) {
            const double deviation = std::sqrt(squares[j] / size + epsilon);
            kept[j] = static_cast<real>(sums[j] / size);
            kept[n + j] = static_cast<real>(1 / (size * static_cast<double>(n) * deviation));
            sum += deviation;
        }
        kept[2 * n] = static_cast<real>(sum / static_cast<double>(n));
    }
}

void MinibatchStddev::forward(const Flow& f, Rows rows) const {
    const std::size_t n = f.x->columns();
    const std::size_t all = groups(f.x->rows());
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t p = 0; p < positions_; ++p) {
            real* const y = f.y->row(i) + p * (channels_ + 1);
            std::copy_n(f.x->row(i) + p * channels_, channels_, y);
            y[channels_] = f.memory->batch[i % all * (2 * n + 2) + 2 * n];
        }
}

void MinibatchStddev::combine_backward(const Flow& f) const {
    const std::size_t n = f.x->columns();
    const std::size_t all = groups(f.x->rows());
    for (std::size_t g = 0; g < all; ++g) {
        double sum = 0;
        for (std::size_t i = g; i < f.dy->rows(); i += all)
            for (std::size_t p = 0; p < positions_; ++p) sum += static_cast<double>((*f.dy)(i, p * (channels_ + 1) + channels_));
        f.memory->batch[g * (2 * n + 2) + 2 * n + 1] = static_cast<real>(sum);
    }
}

void MinibatchStddev::backward(const Flow& f, Rows rows) const {
    if (f.dx == nullptr) return;
    const std::size_t n = f.x->columns();
    const std::size_t all = groups(f.x->rows());
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const kept = f.memory->batch.data() + i % all * (2 * n + 2);
        const real d = kept[2 * n + 1];
        real* const dx = f.dx->row(i);
        for (std::size_t p = 0; p < positions_; ++p) std::copy_n(f.dy->row(i) + p * (channels_ + 1), channels_, dx + p * channels_);
        for (std::size_t j = 0; j < n; ++j) dx[j] += d * kept[n + j] * ((*f.x)(i, j) - kept[j]);
    }
}

MinibatchDiscrimination::MinibatchDiscrimination(const Shape& input, std::size_t in, std::size_t out, std::size_t size)
    : Layer(input, {in + out}), in_(in), out_(out), size_(size) {
    expect_numbers(input, in, "minibatch-discrimination");
    weight_ = {.name = "weight", .stored = {in, out, size}, .fan_in = in, .fan_out = count({out, size})};
    weight_.value.resize(in, out * size);
}

// memory.rows has a column for each row of the batch, so that one row is compared with all others at once: M, its gradient, and the gradient of o.
void MinibatchDiscrimination::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(2 * out_ * size_ + out_, rows); }

void MinibatchDiscrimination::gather(const Flow& f, Rows rows, std::size_t) const {
    Matrix& m = f.memory->rows;
    matmul(panel(weight_.value), Op::transposed, panel(*f.x, rows), Op::transposed, 0,
           {m.data() + rows.begin, out_ * size_, rows.count(), m.columns()});
}

const real* MinibatchDiscrimination::nearness(const Matrix& m, std::size_t i, std::size_t b, double& sum) const {
    thread_local std::vector<real> near;
    thread_local std::vector<real> own;
    near.resize(m.columns());
    own.resize(size_);
    for (std::size_t c = 0; c < size_; ++c) own[c] = m(b * size_ + c, i);
    sum = kernels().nearness(own.data(), m.row(b * size_), size_, m.columns(), near.data());
    return near.data();
}

void MinibatchDiscrimination::forward(const Flow& f, Rows rows) const {
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        std::copy_n(f.x->row(i), in_, f.y->row(i));
        for (std::size_t b = 0; b < out_; ++b) {
            double sum = 0;
            nearness(f.memory->rows, i, b, sum);
            (*f.y)(i, in_ + b) = static_cast<real>(sum);
        }
    }
}

void MinibatchDiscrimination::gather_backward(const Flow& f, Rows rows, std::size_t) const {
    Matrix& m = f.memory->rows;
    for (std::size_t b = 0; b < out_; ++b)
        for (std::size_t i = rows.begin; i < rows.end; ++i) m(2 * out_ * size_ + b, i) = (*f.dy)(i, in_ + b);
}

// dM_ib = -sum over j of (do_ib + do_jb) exp(-|M_ib - M_jb|_1) sign(M_ib - M_jb)
void MinibatchDiscrimination::backward(const Flow& f, Rows rows) const {
    Matrix& m = f.memory->rows;
    const std::size_t width = out_ * size_;
    thread_local std::vector<real> weights;
    weights.resize(m.columns());
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t b = 0; b < out_; ++b) {
            double sum = 0;
            const real* const near = nearness(m, i, b, sum);
            const real* const d = m.row(2 * width + b);
            for (std::size_t j = 0; j < m.columns(); ++j) weights[j] = (d[i] + d[j]) * near[j];
            for (std::size_t c = b * size_; c < (b + 1) * size_; ++c)
                m(width + c, i) = static_cast<real>(-kernels().signed_sum(m(c, i), m.row(c), weights.data(), m.columns()));
        }
    if (f.dx == nullptr) return;
    for (std::size_t i = rows.begin; i < rows.end; ++i) std::copy_n(f.dy->row(i), in_, f.dx->row(i));
    const Panel d = {m.row(width) + rows.begin, width, rows.count(), m.columns()};
    matmul(d, Op::transposed, panel(weight_.value), Op::transposed, 1, panel(*f.dx, rows));
}

void MinibatchDiscrimination::weight_gradient(const Flow& f, Rows rows, std::size_t, Rows part, bool add) {
    const Matrix& m = f.memory->rows;
    const Panel columns = {f.x->row(rows.begin) + part.begin, rows.count(), part.count(), f.x->columns()};
    matmul(columns, Op::transposed, {m.row(out_ * size_) + rows.begin, out_ * size_, rows.count(), m.columns()}, Op::transposed,
           add ? real{1} : real{0}, panel(weight_.grad, part));
}

}  // namespace gen
