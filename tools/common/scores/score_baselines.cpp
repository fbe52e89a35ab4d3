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

double Baselines::of_real(const Metric& metric, ScoreRows* train) {
    if (half_ == 0) return none;
    if (metric.looks == Metric::Looks::samples) {
        if (alone_ < real_rows_->size() && as_many_.size() == 0) as_many_ = real_rows_->part(std::span(order_).first(alone_));
        return value(metric, *real_rows_, alone_ < real_rows_->size() ? as_many_ : *real_rows_, train);
    }
    if (first_.size() == 0) {
        first_ = real_rows_->part(std::span(order_).first(half_));
        second_ = real_rows_->part(std::span(order_).subspan(half_, half_));
    }
    return value(metric, first_, second_, train);
}

double Baselines::trivial(const Metric& metric, ScoreRows& real_rows, ScoreRows* train, double of_real) {
    if (half_ == 0) return none;
    const double of_mean = value(metric, real_rows, mean_, train);
    const double of_noise = value(metric, real_rows, noise_, train);
    return is_better(metric, of_mean, of_noise, of_real) ? of_mean : of_noise;
}

double Baselines::value(const Metric& metric, ScoreRows& real_rows, ScoreRows& samples, ScoreRows* train) {
    Comparison comparison(real_rows, samples, train, *options_, *parallel_);
    if (!metric.lacks(comparison).empty()) return none;
    try {
        return metric.measure(comparison).value;
    } catch (const Error& error) {
        if (error.fault() != Fault::input) throw;
        return none;
    }
}

}  // namespace gen
