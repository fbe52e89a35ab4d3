#include "tools/common/scores/score_report.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/random.hpp"
#include "core/rounded_text.hpp"

namespace gen {
namespace {

constexpr std::size_t most_noise = 10'000;
constexpr std::size_t copies = 256;  // of the mean image
constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::string name_of(const Metric& metric, const Features& features) {
    return metric.of_features ? join(metric.name, '-', features.name()) : std::string(metric.name);
}

/// What samples are set beside: parts of the real rows, and trivial samples.
class Baselines {
public:
    Baselines(ScoreInputs& inputs, std::size_t samples, const ScorePlan& plan, Parallel& parallel) : plan_(&plan), parallel_(&parallel) {
        ScoreRows& real_rows = inputs.real_rows.rows;
        const std::size_t n = real_rows.size();
        if (n < 2 || samples == 0) return;
        order_ = random_order({plan.options.seed, Purpose::score_rows, 1U << 20}, static_cast<std::uint32_t>(n));
        half_ = std::min(n / 2, samples);
        alone_ = std::min(n, samples);
        real_rows_ = &real_rows;
        if (inputs.features().by_file() && !real_rows.pixels.empty()) real_features_only_ = true;
        ScoreRows source;
        if (real_features_only_) source.own_features = real_rows.own_features;
        const ScoreRows& like = real_features_only_ ? source : real_rows;
        mean_ = mean_rows(like, std::min(copies, samples));
        noise_ = noise_rows(like, std::min(most_noise, samples), plan.options.seed, parallel);
        if (inputs.features().by_file()) return;
        inputs.features().look(mean_, parallel);
        inputs.features().look(noise_, parallel);
    }

    std::size_t half() const { return half_; }
    std::size_t alone() const { return alone_; }

    double of_real(const Metric& metric, ScoreRows* train) {
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
    /// The better of both.
    double trivial(const Metric& metric, ScoreRows& real_rows, ScoreRows* train, double of_real) {
        if (half_ == 0) return none;
        const double of_mean = value(metric, real_rows, mean_, train);
        const double of_noise = value(metric, real_rows, noise_, train);
        return is_better(metric, of_mean, of_noise, of_real) ? of_mean : of_noise;
    }

private:
    double value(const Metric& metric, ScoreRows& real_rows, ScoreRows& samples, ScoreRows* train) {
        Comparison comparison(real_rows, samples, train, plan_->options, *parallel_);
        return metric.lacks(comparison).empty() ? metric.measure(comparison).value : none;
    }

    const ScorePlan* plan_;
    Parallel* parallel_;
    std::size_t half_ = 0;   // rows of each side of the split
    std::size_t alone_ = 0;  // real rows in place of samples where those are looked at alone
    bool real_features_only_ = false;
    // Copies of real rows are made where they are asked for.
    ScoreRows* real_rows_ = nullptr;
    std::vector<std::uint32_t> order_;
    ScoreRows first_;
    ScoreRows second_;
    ScoreRows as_many_;
    ScoreRows mean_;
    ScoreRows noise_;
};

Cell number_or_nothing(double v) { return std::isnan(v) ? Cell(Absent{"nan"}) : Cell(v); }

}  // namespace

std::vector<const Metric*> parse_metrics(std::string_view text) {
    std::vector<const Metric*> out;
    if (text == "all" || text == "quick") {
        for (const Metric& metric : metrics())
            if (text == "all" || metric.quick) out.push_back(&metric);
        return out;
    }
    for (const std::string_view name : split(text, ',')) {
        const Metric* const metric = find_metric(name);
        if (metric == nullptr)
            fail_usage("--metrics: got '", name, "', expected quick, all, or names: ", listed(names_of(metrics())),
                       did_you_mean(name, names_of(metrics())));
        if (std::find(out.begin(), out.end(), metric) == out.end()) out.push_back(metric);
    }
    return out;
}

std::string metrics_described() {
    std::string out;
    for (const Metric& metric : metrics()) {
        const char* const better = metric.better == Metric::Better::lower    ? "less is better"
                                   : metric.better == Metric::Better::higher ? "more is better"
                                                                             : "best is what real rows have";
        out += join(out.empty() ? "" : "\n\n", metric.name, metric.of_features ? "-FEATURES" : "", ": ", metric.summary, "; ", better,
                    metric.quick ? "." : "; only with --metrics all or by name.");
    }
    return out;
}

std::vector<std::vector<Score>> scores_of(const Run& run, ScoreInputs& inputs, const ScorePlan& plan, Parallel& parallel, WorkProgress& progress) {
    std::vector<std::vector<Score>> out;
    ScoreRows& real_rows = inputs.real_rows.rows;
    ScoreRows* const train = inputs.train ? &inputs.train->rows : nullptr;
    std::optional<Baselines> baselines;
    for (ScoreSide& side : inputs.samples) {
        Comparison comparison(real_rows, side.rows, train, plan.options, parallel);
        for (const Metric* const metric : plan.metrics)
            if (const std::string_view lacks = metric->lacks(comparison); plan.asked && !lacks.empty())
                fail_usage("--metrics ", metric->name, " needs ", lacks, ": ", side.name, " beside ", inputs.real_rows.name);
        const bool first = out.empty();
        if (first && plan.baselines) baselines.emplace(inputs, side.rows.size(), plan, parallel);
        std::vector<Score> scores;
        progress.begin(join("scores of ", side.name), plan.metrics.size());
        for (const Metric* const metric : plan.metrics) {
            const std::string_view lacks = metric->lacks(comparison);
            progress.advance();
            if (!lacks.empty()) {
                if (first) run.detail(join(metric->name, ": left out, it needs ", lacks));
                continue;
            }
            Score score{.metric = metric, .name = name_of(*metric, inputs.features()), .measured = metric->measure(comparison), .sizes = {}};
            for (const std::string& note : score.measured.notes) run.warn(join(score.name, ": ", note));
            for (const std::string& detail : score.measured.details) run.detail(join(score.name, ": ", detail));
            const bool alone = metric->looks == Metric::Looks::samples;
            score.sizes = alone ? text(side.rows.size()) : join(real_rows.size(), '/', side.rows.size());
            if (metric->exact != nullptr) score.of_real = metric->exact(real_rows.size(), side.rows.size(), plan.options);
            if (baselines && first) {
                if (metric->exact == nullptr) {
                    score.of_real = baselines->of_real(*metric, train);
                    if (std::isfinite(score.of_real)) score.sizes += join('/', alone ? baselines->alone() : baselines->half());
                }
                score.trivial = baselines->trivial(*metric, real_rows, train, score.of_real);
            }
            scores.push_back(std::move(score));
        }
        out.push_back(std::move(scores));
    }
    return out;
}

Report report_of(const std::vector<Score>& scores, const ScoreOptions& options) {
    Report report({{"metric"}, {"value"}, {"se"}, {"real"}, {"trivial"}, {"k"}, {"n"}}, JsonForm::rows, "scores");
    for (const Score& s : scores)
        report.add({s.name, number_or_nothing(s.measured.value), number_or_nothing(s.measured.error), number_or_nothing(s.of_real),
                    number_or_nothing(s.trivial), s.metric->k == nullptr ? Cell(Absent{}) : Cell(std::uint64_t{s.metric->k(options)}), s.sizes});
    return report;
}

Report comparison_of(const std::vector<std::vector<Score>>& scores, const std::vector<std::string>& names) {
    std::vector<ReportColumn> columns = {{"metric"}, {"real"}};
    for (const std::string& name : names) {
        columns.push_back({name});
        columns.push_back({name + "_se"});
    }
    columns.push_back({"best"});
    Report report(std::move(columns), JsonForm::rows, "scores");
    for (std::size_t row = 0; row < scores[0].size(); ++row) {
        const Score& first = scores[0][row];
        std::vector<Cell> cells = {first.name, number_or_nothing(first.of_real)};
        std::size_t best = 0;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const Measured& m = scores[i][row].measured;
            cells.push_back(number_or_nothing(m.value));
            cells.push_back(number_or_nothing(m.error));
            if (is_better(*first.metric, m.value, scores[best][row].measured.value, first.of_real)) best = i;
        }
        const bool known = first.metric->better != Metric::Better::near_real || std::isfinite(first.of_real);
        cells.push_back(known && std::isfinite(scores[best][row].measured.value) ? Cell(names[best]) : Cell(Absent{}));
        report.add(std::move(cells));
    }
    return report;
}

void ScoreLimits::add(std::string_view text, bool most) {
    const std::string option = most ? "--max" : "--min";
    if (text.empty()) return;
    for (const std::string_view part : split(text, ',')) {
        const auto [name, value] = split_at(part, '=');
        if (name.empty() || value.empty()) fail_usage(option, ": got '", part, "', expected METRIC=NUMBER");
        limits.push_back({std::string(name), parse_number(value, option), most});
    }
}

void ScoreLimits::check_names(const std::vector<const Metric*>& measured) const {
    for (const Limit& limit : limits) {
        Words known;
        for (const Metric* const m : measured) known.push_back(m->name);
        const bool there = std::any_of(measured.begin(), measured.end(), [&](const Metric* m) {
            return limit.name == m->name || (m->of_features && limit.name.starts_with(join(m->name, '-')));
        });
        if (!there)
            fail_usage(limit.most ? "--max" : "--min", ": got ", limit.name, ", expected one of --metrics: ", listed(known),
                       did_you_mean(limit.name, known));
    }
}

std::vector<std::string> ScoreLimits::broken(const std::vector<Score>& scores) const {
    std::vector<std::string> out;
    for (const Limit& limit : limits) {
        bool found = false;
        for (const Score& score : scores) {
            if (limit.name != score.name && limit.name != score.metric->name) continue;
            found = true;
            const double v = score.measured.value;
            if (!(limit.most ? v <= limit.value : v >= limit.value))
                out.push_back(join(score.name, " is ", rounded_text(v), ", expected at ", limit.most ? "most " : "least ", limit.value));
        }
        if (!found) out.push_back(join("there is no ", limit.name, " to compare with a limit"));
    }
    return out;
}

}  // namespace gen
