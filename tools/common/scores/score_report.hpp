#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "eval/scores/metric.hpp"
#include "tools/common/reports/report.hpp"
#include "tools/common/reports/work_progress.hpp"
#include "tools/common/scores/score_inputs.hpp"

namespace gen {

/// Which metrics were asked for, and what of their baselines.
struct ScorePlan {
    std::vector<const Metric*> metrics;
    bool asked = false;     // by name: one that lacks something is an error
    bool baselines = true;  // what real rows get
    bool trivial = true;    // and what trivial samples get
    ScoreOptions options;
};

/// --metrics: "quick" (those that take seconds), "all", or names. Throws Fault::usage.
std::vector<const Metric*> parse_metrics(std::string_view text);

/// A line of the report.
struct Score {
    const Metric* metric;
    std::string name;  // "FD-pixels"
    Measured measured;
    double of_real = std::numeric_limits<double>::quiet_NaN();
    double trivial = std::numeric_limits<double>::quiet_NaN();
    std::string sizes;  // "10000/10000/5000"
};

/// "FD: squared Frechet distance ...", a paragraph for each metric.
std::string metrics_described();

/// The scores of each set of samples. Metrics that lack something are left out, and said so; asked for by name they are an error.
std::vector<std::vector<Score>> scores_of(const Run& run, ScoreInputs& inputs, const ScorePlan& plan, Parallel& parallel, WorkProgress& progress);

/// metric, value, se, real, trivial, k, n
Report report_of(const std::vector<Score>& scores, const ScoreOptions& options);

/// metric, real, then value and se of each set of samples, where it has them, and the name of the best one, of equals none.
Report comparison_of(const std::vector<std::vector<Score>>& scores, const std::vector<std::string>& names, const ScorePlan& plan);

/// --max and --min: "FD-pixels=40,KD=0.1".
struct ScoreLimits {
    struct Limit {
        std::string name;
        double value;
        bool most;
    };
    std::vector<Limit> limits;

    void add(std::string_view text, bool most);
    /// Throws Fault::usage where a limit names none of these: "FD", or "FD-pixels" and whatever else begins with "FD-".
    void check_names(const std::vector<const Metric*>& measured) const;
    /// "FD-pixels is 52.1, at most 40 was asked for" of each limit that is broken.
    std::vector<std::string> broken(const std::vector<Score>& scores) const;
};

}  // namespace gen
