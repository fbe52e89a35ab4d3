#include "nn/batch_norm.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/parallel.hpp"
#include "core/range.hpp"
#include "core/work_time.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

// memory.batch: a row of `channels` numbers for each of these; then the unbiased variance.
enum Row : std::size_t { scale, shift, mean, inverse, by_x, by_dy, constant, d_weight, d_bias, variance, row_count };

/// The sum over blocks of number `i` of each.
double over_blocks(const Memory& memory, std::size_t blocks, std::size_t width, std::size_t i) {
    thread_local std::vector<double> values;
    values.clear();
    for (std::size_t block = 0; block < blocks; ++block) values.push_back(memory.sums[block * width + i]);
    return tree_sum(values.data(), values.size());
}

}  // namespace

BatchNorm::BatchNorm(const Shape& input, std::size_t channels, double epsilon, double momentum)
    : Layer(input, input,
            {.output_overwritable = true, .gradient_overwritable = true, .recomputable = true, .gradient_from_memory = true, .rectifies = true}),
      channels_(channels),
      positions_(positions(expect_maps(input, channels, "batch-norm"))),
      epsilon_(epsilon),
      momentum_(momentum) {
    parameters_[0] = {.name = "weight", .stored = {channels}, .start = 1};
    parameters_[1] = {.name = "bias", .stored = {channels}, .start = 0};
    for (Parameter& p : parameters_) p.value.resize(1, channels);
    buffers_[0] = {"running_mean", Matrix(1, channels)};
    buffers_[1] = {"running_var", Matrix(1, channels)};
    buffers_[1].value.fill(1);
}

void BatchNorm::reserve(Memory& memory, std::size_t, std::size_t blocks) const {
    memory.sums.resize(blocks * 2 * channels_);
    memory.batch.resize(row_count * channels_);
}

void BatchNorm::gather(const Flow& f, Rows rows, std::size_t block) const {
    const TimedWork timed(Work::norm);
    double* const sums = f.memory->sums.data() + block * 2 * channels_;
    std::fill_n(sums, 2 * channels_, 0.0);
    channel_kernels().sums(f.x->row(rows.begin), rows.count() * positions_, channels_, sums, sums + channels_);
}

void BatchNorm::combine(const Flow& f) const {
    const TimedWork timed(Work::norm);
    Memory& m = *f.memory;
    const auto n = static_cast<double>(f.x->rows() * positions_);
    for (std::size_t c = 0; c < channels_; ++c) {
        const double average = over_blocks(m, f.blocks, 2 * channels_, c) / n;
        const double difference = over_blocks(m, f.blocks, 2 * channels_, channels_ + c) / n - average * average;
        const double spread = difference < 0 ? 0 : difference;  // not by std::max, which would make 0 of NaN
        const double factor = 1 / std::sqrt(spread + epsilon_);
        const double weight = static_cast<double>(parameters_[0].value(0, c));
        m.batch[mean * channels_ + c] = static_cast<real>(average);
        m.batch[inverse * channels_ + c] = static_cast<real>(factor);
        m.batch[scale * channels_ + c] = static_cast<real>(weight * factor);
        m.batch[shift * channels_ + c] = static_cast<real>(static_cast<double>(parameters_[1].value(0, c)) - weight * factor * average);
        m.batch[variance * channels_ + c] = n > 1 ? static_cast<real>(spread * n / (n - 1)) : buffers_[1].value(0, c);  // one number has none
    }
}

Rectified BatchNorm::factors(const Flow& f) const {
    const real slope = f.slope.value_or(1);
    if (f.training) return {f.memory->batch.data() + scale * channels_, f.memory->batch.data() + shift * channels_, slope};
    thread_local std::vector<real> a;
    thread_local std::vector<real> b;
    as_affine(a, b);
    return {a.data(), b.data(), slope};
}

void BatchNorm::forward(const Flow& f, Rows rows) const {
    const TimedWork timed(Work::norm);
    const Rectified by = factors(f);
    const real* const x = f.x->row(rows.begin);
    if (f.slope)
        channel_kernels().scale_shift_relu(x, rows.count() * positions_, channels_, by, f.y->row(rows.begin));
    else
        channel_kernels().scale_shift(x, rows.count() * positions_, channels_, by.scale, by.shift, f.y->row(rows.begin));
}

void BatchNorm::gather_backward(const Flow& f, Rows rows, std::size_t block) const {
    const TimedWork timed(Work::norm);
    double* const sums = f.memory->sums.data() + block * 2 * channels_;
    std::fill_n(sums, 2 * channels_, 0.0);
    const real* const dy = f.dy->row(rows.begin);
    const real* const x = f.x->row(rows.begin);
    if (f.slope)
        channel_kernels().dot_relu(dy, x, rows.count() * positions_, channels_, factors(f), sums, sums + channels_);
    else
        channel_kernels().dot(dy, x, rows.count() * positions_, channels_, sums, sums + channels_);
}

// dx = scale (dy - mean(dy) - xhat mean(dy xhat)), as by_x x + by_dy dy + constant.
void BatchNorm::combine_backward(const Flow& f) const {
    const TimedWork timed(Work::norm);
    Memory& m = *f.memory;
    const auto n = static_cast<double>(f.x->rows() * positions_);
    for (std::size_t c = 0; c < channels_; ++c) {
        const auto average = static_cast<double>(m.batch[mean * channels_ + c]);
        const auto factor = static_cast<double>(m.batch[inverse * channels_ + c]);
        const auto a = static_cast<double>(m.batch[scale * channels_ + c]);
        const double sum = over_blocks(m, f.blocks, 2 * channels_, c);
        const double product = factor * (over_blocks(m, f.blocks, 2 * channels_, channels_ + c) - average * sum);  // of dy and xhat
        m.batch[d_weight * channels_ + c] = static_cast<real>(product);
        m.batch[d_bias * channels_ + c] = static_cast<real>(sum);
        m.batch[by_dy * channels_ + c] = static_cast<real>(a);
        m.batch[by_x * channels_ + c] = static_cast<real>(-a * factor * product / n);
        m.batch[constant * channels_ + c] = static_cast<real>(a * (average * factor * product - sum) / n);
    }
}

void BatchNorm::backward(const Flow& f, Rows rows) const {
    const TimedWork timed(Work::norm);
    if (f.dx == nullptr) return;
    const std::size_t numbers = rows.count() * positions_;
    const real* const x = f.x->row(rows.begin);
    const real* const dy = f.dy->row(rows.begin);
    real* const dx = f.dx->row(rows.begin);
    const Rectified by = factors(f);
    const real* const all = f.memory->batch.data();
    const real* a = all + by_x * channels_;
    const real* b = all + by_dy * channels_;
    const real* s = all + constant * channels_;
    thread_local std::vector<real> zeros;
    if (!f.training) {
        zeros.assign(channels_, 0);
        a = s = zeros.data();
        b = by.scale;
    }
    if (f.slope)
        channel_kernels().axpby_relu(x, dy, numbers, channels_, a, b, s, by, dx);
    else
        channel_kernels().axpby(x, dy, numbers, channels_, a, b, s, dx);
}

void BatchNorm::keep(const Memory& memory) {
    for (std::size_t c = 0; c < channels_; ++c) {
        real& average = buffers_[0].value(0, c);
        real& spread = buffers_[1].value(0, c);
        average += static_cast<real>(momentum_) * (memory.batch[mean * channels_ + c] - average);
        spread += static_cast<real>(momentum_) * (memory.batch[variance * channels_ + c] - spread);
    }
}

bool BatchNorm::can_keep(const Memory& memory) const {
    const real* const kept[] = {memory.batch.data() + mean * channels_, memory.batch.data() + variance * channels_};
    return std::all_of(std::begin(kept), std::end(kept), [this](const real* x) { return std::all_of(x, x + channels_, in_range); });
}

void BatchNorm::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows, bool add) {
    const TimedWork timed(Work::norm);
    const real* const d = f.memory->batch.data() + (parameter == 0 ? d_weight : d_bias) * channels_;
    Matrix& grad = parameters_[parameter].grad;
    if (!add) grad.fill(0);
    if (rows.begin > 0) return;
    for (std::size_t c = 0; c < channels_; ++c) grad(0, c) = add ? grad(0, c) + d[c] : d[c];
}

bool BatchNorm::as_affine(std::vector<real>& a, std::vector<real>& b) const {
    a.resize(channels_);
    b.resize(channels_);
    for (std::size_t c = 0; c < channels_; ++c) {
        const double factor = static_cast<double>(parameters_[0].value(0, c)) / std::sqrt(static_cast<double>(buffers_[1].value(0, c)) + epsilon_);
        a[c] = static_cast<real>(factor);
        b[c] = static_cast<real>(static_cast<double>(parameters_[1].value(0, c)) - factor * static_cast<double>(buffers_[0].value(0, c)));
    }
    return true;
}

}  // namespace gen
