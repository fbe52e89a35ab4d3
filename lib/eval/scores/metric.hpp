#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "eval/estimated.hpp"
#include "eval/scores/comparison.hpp"

namespace gen {

/// A number of a comparison, its standard error (NaN: not known), and what to know of it.
struct Measured {
    double value = 0;
    double error = 0;
    std::vector<std::string> notes = {};    // that whoever quotes the number must know
    std::vector<std::string> details = {};  // "width 0.1668, chosen on ..."
};

inline Measured of(const Estimated& e) { return {e.value, e.error}; }

/// One metric.
struct Metric {
    enum class Better { lower, higher, near_real };
    /// What it looks at: of both sides, or of the samples alone.
    enum class Looks { both, samples };

    std::string_view name;     // "FD"
    bool of_features = false;  // its name carries that of the features
    Looks looks = Looks::both;
    Better better = Better::near_real;
    bool quick = true;                                // for sets of ten thousand images less than about ten seconds
    std::size_t (*k)(const ScoreOptions&) = nullptr;  // the number of neighbours that it takes
    /// What it lacks: "pictures", "a classifier"; empty: nothing.
    std::string_view (*lacks)(const Comparison&);
    Measured (*measure)(Comparison&);
    /// What n real rows and m samples of the same distribution get in the mean; null where no formula says it.
    double (*exact)(std::size_t n, std::size_t m, const ScoreOptions&) = nullptr;
    std::string_view summary;  // for the manual
};

// The parts of metrics(): of features, of networks that learn to judge, of what is drawn, and of what needs the training set.
std::span<const Metric> feature_metrics();
std::span<const Metric> judge_metrics();
std::span<const Metric> picture_metrics();
std::span<const Metric> training_metrics();

/// All of them, in the order of a report.
std::span<const Metric> metrics();

/// Null where there is none of that name.
const Metric* find_metric(std::string_view name);

/// Whether a is better than b, as each number is than none (NaN), where real rows get `real_value` (NaN: not known).
bool is_better(const Metric& metric, double a, double b, double real_value);

}  // namespace gen
