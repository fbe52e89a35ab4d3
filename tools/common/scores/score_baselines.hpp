#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "eval/scores/metric.hpp"
#include "tools/common/scores/score_inputs.hpp"

namespace gen {

/// What samples are set beside: parts of the real rows, and trivial samples.
class Baselines {
public:
    /// For so many samples. All of it outlives this.
    Baselines(ScoreInputs& inputs, std::size_t samples, const ScoreOptions& options, Parallel& parallel);

    std::size_t half() const { return half_; }
    std::size_t alone() const { return alone_; }

    /// NaN where these rows do not allow it, as below.
    double of_real(const Metric& metric);
    /// The better of copies of the mean row and noise.
    double trivial(const Metric& metric, double of_real);

private:
    Comparison with(ScoreRows& real_rows, ScoreRows& samples) { return {real_rows, samples, train_, *options_, *parallel_}; }

    const ScoreOptions* options_;
    Parallel* parallel_;
    std::size_t half_ = 0;   // rows of each side of the split
    std::size_t alone_ = 0;  // real rows in place of samples where those are looked at alone
    // Copies of real rows are made where they are asked for.
    ScoreRows* real_rows_ = nullptr;
    ScoreRows* train_ = nullptr;
    std::vector<std::uint32_t> order_;
    ScoreRows first_;
    ScoreRows second_;
    ScoreRows as_many_;
    ScoreRows mean_;
    ScoreRows noise_;
    // Kept, as metrics share what they compute.
    std::optional<Comparison> halves_;
    std::optional<Comparison> alike_;
    std::optional<Comparison> with_mean_;
    std::optional<Comparison> with_noise_;
};

}  // namespace gen
