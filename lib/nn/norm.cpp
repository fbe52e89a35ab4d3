#include "nn/norm.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/channel_kernels.hpp"
#include "core/kernels.hpp"
#include "core/work_time.hpp"
#include "nn/maps.hpp"

namespace gen {
namespace {

// A row of memory.rows: `channels` numbers for each of these.
enum Part : std::size_t { mean, inverse, d_weight, d_bias, part_count };
// Likewise of a tangent, whose d_weight and d_bias are changes: the means of t.x and of t.x xhat.
enum TangentPart : std::size_t { t_mean, t_product };

void share(std::vector<double>& sums, std::size_t first, std::size_t channels) {
    const double sum =
        std::accumulate(sums.begin() + static_cast<std::ptrdiff_t>(first), sums.begin() + static_cast<std::ptrdiff_t>(first + channels), 0.0);
    std::fill_n(sums.begin() + static_cast<std::ptrdiff_t>(first), channels, sum);
}

}  // namespace

ExampleNorm::ExampleNorm(const Shape& input, std::size_t channels, double epsilon, bool by_channel)
    : TangentLayer(input, input, {.gradient_from_memory = true}),
      channels_(channels),
      positions_(positions(expect_maps(input, channels, by_channel ? "instance-norm" : "layer-norm"))),
      epsilon_(epsilon),
      by_channel_(by_channel) {
    parameters_[0] = {.name = "weight", .stored = {channels}, .start = 1};
    parameters_[1] = {.name = "bias", .stored = {channels}, .start = 0};
    for (Parameter& p : parameters_) p.value.resize(1, channels);
}

void ExampleNorm::reserve(Memory& memory, std::size_t rows, std::size_t) const { memory.rows.resize(rows, part_count * channels_); }

void ExampleNorm::forward(const Flow& f, Rows rows) const {
    const TimedWork timed(Work::norm);
    thread_local std::vector<double> sums;
    thread_local std::vector<real> scale;
    thread_local std::vector<real> shift;
    scale.resize(channels_);
    shift.resize(channels_);
    const auto n = static_cast<double>(by_channel_ ? positions_ : positions_ * channels_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        sums.assign(2 * channels_, 0);
        channel_kernels().sums(f.x->row(i), positions_, channels_, sums.data(), sums.data() + channels_);
        if (!by_channel_) {
            share(sums, 0, channels_);
            share(sums, channels_, channels_);
        }
        real* const kept = f.memory->rows.row(i);
        for (std::size_t c = 0; c < channels_; ++c) {
            const double average = sums[c] / n;
            const double factor = 1 / std::sqrt(std::max(0.0, sums[channels_ + c] / n - average * average) + epsilon_);
            const double weight = static_cast<double>(parameters_[0].value(0, c));
            kept[mean * channels_ + c] = static_cast<real>(average);
            kept[inverse * channels_ + c] = static_cast<real>(factor);
            scale[c] = static_cast<real>(weight * factor);
            shift[c] = static_cast<real>(static_cast<double>(parameters_[1].value(0, c)) - weight * factor * average);
        }
        channel_kernels().scale_shift(f.x->row(i), positions_, channels_, scale.data(), shift.data(), f.y->row(i));
    }
}

// With g = weight dy: dx = inverse (g - mean(g) - xhat mean(g xhat)).
void ExampleNorm::backward(const Flow& f, Rows rows) const {
    const TimedWork timed(Work::norm);
    thread_local std::vector<double> sums;
    thread_local std::vector<real> numbers;
    numbers.resize(3 * channels_);
    const auto n = static_cast<double>(by_channel_ ? positions_ : positions_ * channels_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        real* const kept = f.memory->rows.row(i);
        sums.assign(2 * channels_, 0);
        channel_kernels().dot(f.dy->row(i), f.x->row(i), positions_, channels_, sums.data(), sums.data() + channels_);
        for (std::size_t c = 0; c < channels_; ++c) {
            const auto average = static_cast<double>(kept[mean * channels_ + c]);
            const auto factor = static_cast<double>(kept[inverse * channels_ + c]);
            const double product = factor * (sums[channels_ + c] - average * sums[c]);  // of dy and xhat
            kept[d_weight * channels_ + c] = static_cast<real>(product);
            kept[d_bias * channels_ + c] = static_cast<real>(sums[c]);
            const double weight = static_cast<double>(parameters_[0].value(0, c));
            sums[c] *= weight;
            sums[channels_ + c] = weight * product;
        }
        if (f.dx == nullptr) continue;
        if (!by_channel_) {
            share(sums, 0, channels_);
            share(sums, channels_, channels_);
        }
        for (std::size_t c = 0; c < channels_; ++c) {
            const auto average = static_cast<double>(kept[mean * channels_ + c]);
            const auto factor = static_cast<double>(kept[inverse * channels_ + c]);
            numbers[c] = static_cast<real>(-factor * factor * sums[channels_ + c] / n);
            numbers[channels_ + c] = static_cast<real>(factor * static_cast<double>(parameters_[0].value(0, c)));
            numbers[2 * channels_ + c] = static_cast<real>(factor * (average * factor * sums[channels_ + c] - sums[c]) / n);
        }
        channel_kernels().axpby(f.x->row(i), f.dy->row(i), positions_, channels_, numbers.data(), numbers.data() + channels_,
                                numbers.data() + 2 * channels_, f.dx->row(i));
    }
}

void ExampleNorm::weight_gradient(const Flow& f, Rows rows, std::size_t parameter, Rows, bool add) {
    const TimedWork timed(Work::norm);
    Matrix& grad = parameters_[parameter].grad;
    thread_local std::vector<double> sums;
    sums.assign(channels_, 0);
    const std::size_t first = (parameter == 0 ? d_weight : d_bias) * channels_;
    for (std::size_t i = rows.begin; i < rows.end; ++i)
        for (std::size_t c = 0; c < channels_; ++c) sums[c] += static_cast<double>(f.memory->rows(i, first + c));
    for (std::size_t c = 0; c < channels_; ++c) grad(0, c) = static_cast<real>(sums[c]) + (add ? grad(0, c) : 0);
}

// t.y = weight inverse (t.x - mean(t.x) - xhat mean(t.x xhat)), as by_x x + by_tx t.x + constant.
void ExampleNorm::tangent(const Flow& f, const Flow& t, Rows rows) const {
    const TimedWork timed(Work::norm);
    thread_local std::vector<double> sums;
    thread_local std::vector<real> numbers;
    numbers.resize(3 * channels_);
    const auto n = static_cast<double>(by_channel_ ? positions_ : positions_ * channels_);
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const kept = f.memory->rows.row(i);
        sums.assign(2 * channels_, 0);
        channel_kernels().dot(t.x->row(i), f.x->row(i), positions_, channels_, sums.data(), sums.data() + channels_);
        if (!by_channel_) {
            share(sums, 0, channels_);
            share(sums, channels_, channels_);
        }
        real* const changes = t.memory->rows.row(i);
        for (std::size_t c = 0; c < channels_; ++c) {
            const auto average = static_cast<double>(kept[mean * channels_ + c]);
            const auto factor = static_cast<double>(kept[inverse * channels_ + c]);
            const double weight = factor * static_cast<double>(parameters_[0].value(0, c));
            const double change = sums[c] / n;
            const double product = factor * (sums[channels_ + c] / n - average * change);
            changes[t_mean * channels_ + c] = static_cast<real>(change);
            changes[t_product * channels_ + c] = static_cast<real>(product);
            numbers[c] = static_cast<real>(-weight * factor * product);
            numbers[channels_ + c] = static_cast<real>(weight);
            numbers[2 * channels_ + c] = static_cast<real>(weight * (average * factor * product - change));
        }
        channel_kernels().axpby(f.x->row(i), t.x->row(i), positions_, channels_, numbers.data(), numbers.data() + channels_,
                                numbers.data() + 2 * channels_, t.y->row(i));
    }
}

// The derivative of dx = inverse (g - a - xhat p), where g = weight dy, a = mean(g), p = mean(g xhat). With s = mean(t.x xhat) that of inverse is
// -inverse^2 s, and txhat = inverse (t.x - mean(t.x) - xhat s); sums over the batch of dy xhat and of dy are those that backward() left.
void ExampleNorm::backward_tangent(const Flow& f, const Flow& t, Rows rows) const {
    const TimedWork timed(Work::norm);
    enum Factor : std::size_t { of_dy, of_tdy, of_x, of_tx, constant, zero, one, factor_count };
    enum Sum : std::size_t { tdy, tdy_x, dy, dy_tx, g, g_xhat, tg, tg_xhat, sum_count };
    thread_local std::vector<double> sums;
    thread_local std::vector<real> factors;
    factors.assign(factor_count * channels_, 0);
    std::fill_n(factors.begin() + static_cast<std::ptrdiff_t>(one * channels_), channels_, real{1});
    const auto n = static_cast<double>(by_channel_ ? positions_ : positions_ * channels_);
    const auto part = [this](std::size_t k, std::size_t c) { return k * channels_ + c; };
    for (std::size_t i = rows.begin; i < rows.end; ++i) {
        const real* const kept = f.memory->rows.row(i);
        real* const changes = t.memory->rows.row(i);
        const auto at = [&](const real* numbers, std::size_t k, std::size_t c) { return static_cast<double>(numbers[part(k, c)]); };
        sums.assign(sum_count * channels_, 0);
        channel_kernels().dot(t.dy->row(i), f.x->row(i), positions_, channels_, &sums[part(tdy, 0)], &sums[part(tdy_x, 0)]);
        channel_kernels().dot(f.dy->row(i), t.x->row(i), positions_, channels_, &sums[part(dy, 0)], &sums[part(dy_tx, 0)]);
        for (std::size_t c = 0; c < channels_; ++c) {
            const double average = at(kept, mean, c);
            const double factor = at(kept, inverse, c);
            const double by_xhat = factor * (sums[part(tdy_x, c)] - average * sums[part(tdy, c)]);
            const double product = at(kept, d_weight, c);  // of dy and xhat
            const double by_txhat =
                factor * (sums[part(dy_tx, c)] - at(changes, t_mean, c) * sums[part(dy, c)] - at(changes, t_product, c) * product);
            changes[part(d_weight, c)] = static_cast<real>(by_xhat + by_txhat);
            changes[part(d_bias, c)] = static_cast<real>(sums[part(tdy, c)]);
            const auto weight = static_cast<double>(parameters_[0].value(0, c));
            sums[part(g, c)] = weight * sums[part(dy, c)];
            sums[part(g_xhat, c)] = weight * product;
            sums[part(tg, c)] = weight * sums[part(tdy, c)];
            sums[part(tg_xhat, c)] = weight * (by_xhat + by_txhat);
        }
        if (t.dx == nullptr) continue;
        if (!by_channel_)
            for (const Sum k : {g, g_xhat, tg, tg_xhat}) share(sums, part(k, 0), channels_);
        for (std::size_t c = 0; c < channels_; ++c) {
            const double r = at(kept, inverse, c);
            const double s = at(changes, t_product, c);
            const double p = sums[part(g_xhat, c)] / n;
            const auto weight = static_cast<double>(parameters_[0].value(0, c));
            const double of_xhat = 2 * r * r * s * p - r * sums[part(tg_xhat, c)] / n;
            factors[part(of_dy, c)] = static_cast<real>(-r * r * s * weight);
            factors[part(of_tdy, c)] = static_cast<real>(r * weight);
            factors[part(of_x, c)] = static_cast<real>(of_xhat * r);
            factors[part(of_tx, c)] = static_cast<real>(-r * r * p);
            factors[part(constant, c)] = static_cast<real>((r * s * sums[part(g, c)] - sums[part(tg, c)]) * r / n +
                                                           r * r * p * at(changes, t_mean, c) - of_xhat * r * at(kept, mean, c));
        }
        const auto add = [&](const real* x, const real* d, Factor by_x, Factor by_d, Factor shift) {
            channel_kernels().axpby(x, d, positions_, channels_, &factors[part(by_x, 0)], &factors[part(by_d, 0)], &factors[part(shift, 0)],
                                    t.dx->row(i));
        };
        add(f.x->row(i), t.x->row(i), of_x, of_tx, constant);
        add(t.dx->row(i), f.dy->row(i), one, of_dy, zero);
        add(t.dx->row(i), t.dy->row(i), one, of_tdy, zero);
    }
}

}  // namespace gen
