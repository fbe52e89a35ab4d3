#include "tools/common/scores/score_baselines.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "core/error.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

constexpr std::size_t most_noise = 10'000;
constexpr std::size_t copies = 256;  // of the mean image
constexpr double none = std::numeric_limits<double>::quiet_NaN();

double value(const Metric& metric, Comparison& comparison) {
    if (!metric.lacks(comparison).empty()) return none;
    try {
        return metric.measure(comparison).value;
    } catch (const Error& error) {
        if (error.fault() != Fault::input) throw;
        return none;
    }
}

}  // namespace

Baselines::Baselines(ScoreInputs& inputs, std::size_t samples, const ScoreOptions& options, Parallel& parallel)
    : options_(&options), parallel_(&parallel) {
    ScoreRows& real_rows = inputs.real_rows.rows;
    const std::size_t n = real_rows.size();
    if (n < 2 || samples == 0) return;
    order_ = random_order({options.seed, Purpose::score_rows, 1U << 20}, static_cast<std::uint32_t>(n));
    half_ = std::min(n / 2, samples);
    alone_ = std::min(n, samples);
    real_rows_ = &real_rows;
    if (inputs.train) train_ = &inputs.train->rows;
    ScoreRows features_alone;
    const bool alone = inputs.features().by_file() && !real_rows.pixels.empty();
    if (alone) features_alone.own_features = real_rows.own_features;
    const ScoreRows& like = alone ? features_alone : real_rows;
    mean_ = mean_rows(like, std::min(copies, samples));
    noise_ = noise_rows(like, std::min(most_noise, samples), options.seed, parallel);
    if (inputs.features().by_file()) return;
    inputs.features().look(mean_, parallel);
    inputs.features().look(noise_, parallel);
}

double Baselines::of_real(const Metric& metric) {
    if (half_ == 0) return none;
    if (metric.looks == Metric::Looks::samples) {
        const bool all = alone_ == real_rows_->size();
        if (!alike_ && !all) as_many_ = real_rows_->part(std::span(order_).first(alone_));
        if (!alike_) alike_.emplace(with(*real_rows_, all ? *real_rows_ : as_many_));
        return value(metric, *alike_);
    }
    if (!halves_) {
        first_ = real_rows_->part(std::span(order_).first(half_));
        second_ = real_rows_->part(std::span(order_).subspan(half_, half_));
        halves_.emplace(with(first_, second_));
    }
    return value(metric, *halves_);
}

double Baselines::trivial(const Metric& metric, double of_real) {
    if (half_ == 0) return none;
    if (!with_mean_) with_mean_.emplace(with(*real_rows_, mean_));
    if (!with_noise_) with_noise_.emplace(with(*real_rows_, noise_));
    const double of_mean = value(metric, *with_mean_);
    const double of_noise = value(metric, *with_noise_);
    return is_better(metric, of_mean, of_noise, of_real) ? of_mean : of_noise;
}

}  // namespace gen
