#include "tools/common/scores/score_report.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/rounded_text.hpp"
#include "tools/common/scores/score_baselines.hpp"

namespace gen {
namespace {

std::string name_of(const Metric& metric, const Features& features) {
    return metric.of_features ? join(metric.name, '-', features.name()) : std::string(metric.name);
}

Cell number_or_nothing(double v) { return std::isnan(v) ? Cell(Absent{"nan"}) : Cell(v); }

// A number that is one, whatever its size.
bool is_number(double v) { return !std::isnan(v); }

// How many rows there are, or stood behind statistics: "-" where these do not say it.
std::string count_of(ScoreRows& rows, Parallel& parallel) {
    const std::size_t n = rows.size() > 0 ? rows.size() : rows.moments(parallel).count;
    return n == 0 ? "-" : text(n);
}

// Asked for by name, a metric that these rows do not allow is an error; else it is left out, and said so.
std::optional<Measured> measured(const Run& run, const Metric& metric, const std::string& name, Comparison& comparison, bool asked) {
    try {
        Measured out = metric.measure(comparison);
        if (!is_number(out.value)) out.notes.push_back("is not a number: the rows are too few, or their numbers too large");
        return out;
    } catch (const Error& error) {
        if (error.fault() != Fault::input) throw;
        if (asked) fail(name, ": ", error.what());
        run.warn(join(name, ": left out: ", error.what()));
        return std::nullopt;
    }
}

const Score* find(const std::vector<Score>& scores, const Metric* metric) {
    const auto found = std::find_if(scores.begin(), scores.end(), [&](const Score& s) { return s.metric == metric; });
    return found == scores.end() ? nullptr : &*found;
}

// What real rows get: the same for all samples, where it is known.
double real_value(const std::vector<std::vector<Score>>& scores, const Metric* metric) {
    for (const std::vector<Score>& each : scores)
        if (const Score* const s = find(each, metric); s != nullptr && is_number(s->of_real)) return s->of_real;
    return std::nan("");
}

// Each metric that some samples have, in the order of the report.
std::vector<const Metric*> metrics_in(const std::vector<std::vector<Score>>& scores, const ScorePlan& plan) {
    std::vector<const Metric*> out;
    for (const Metric* const metric : plan.metrics)
        if (std::any_of(scores.begin(), scores.end(), [&](const std::vector<Score>& each) { return find(each, metric) != nullptr; }))
            out.push_back(metric);
    return out;
}

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
        const bool beside = plan.baselines && !baselines && side.rows.size() > 0;  // once, by samples that are rows
        if (beside) baselines.emplace(inputs, side.rows.size(), plan.options, parallel);
        std::vector<Score> scores;
        progress.begin(join("scores of ", side.name), plan.metrics.size());
        for (const Metric* const metric : plan.metrics) {
            const std::string_view lacks = metric->lacks(comparison);
            progress.advance();
            if (!lacks.empty()) {
                if (first) run.detail(join(metric->name, ": left out, it needs ", lacks));
                continue;
            }
            const std::string name = name_of(*metric, inputs.features());
            std::optional<Measured> found = measured(run, *metric, name, comparison, plan.asked);
            if (!found) continue;
            Score score{.metric = metric, .name = name, .measured = std::move(*found), .sizes = {}};
            for (const std::string& note : score.measured.notes) run.warn(join(score.name, ": ", note));
            for (const std::string& detail : score.measured.details) run.detail(join(score.name, ": ", detail));
            const bool alone = metric->looks == Metric::Looks::samples;
            const std::string own = count_of(side.rows, parallel);
            score.sizes = alone ? own : join(count_of(real_rows, parallel), '/', own);
            if (metric->exact != nullptr) score.of_real = metric->exact(real_rows.size(), side.rows.size(), plan.options);
            if (beside) {
                if (metric->exact == nullptr) {
                    score.of_real = baselines->of_real(*metric);
                    if (is_number(score.of_real)) score.sizes += join('/', alone ? baselines->alone() : baselines->half());
                }
                if (plan.trivial) score.trivial = baselines->trivial(*metric, score.of_real);
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

Report comparison_of(const std::vector<std::vector<Score>>& scores, const std::vector<std::string>& names, const ScorePlan& plan) {
    std::vector<ReportColumn> columns = {{"metric"}, {"real"}};
    for (const std::string& name : names) {
        columns.push_back({name});
        columns.push_back({name + "_se"});
    }
    columns.push_back({"best"});
    Report report(std::move(columns), JsonForm::rows, "scores");
    for (const Metric* const metric : metrics_in(scores, plan)) {
        const double of_real = real_value(scores, metric);
        std::vector<Cell> cells = {std::string(), number_or_nothing(of_real)};
        const Score* best = nullptr;
        std::size_t winner = 0;
        bool tied = false;
        for (std::size_t i = 0; i < scores.size(); ++i) {
            const Score* const s = find(scores[i], metric);
            cells.push_back(number_or_nothing(s == nullptr ? std::nan("") : s->measured.value));
            cells.push_back(number_or_nothing(s == nullptr ? std::nan("") : s->measured.error));
            if (s == nullptr) continue;
            cells[0] = s->name;
            const bool better = best == nullptr || is_better(*metric, s->measured.value, best->measured.value, of_real);
            tied = !better && (tied || !is_better(*metric, best->measured.value, s->measured.value, of_real));
            if (!better) continue;
            best = s;
            winner = i;
        }
        const bool known = metric->better != Metric::Better::near_real || is_number(of_real);
        cells.push_back(known && !tied && is_number(best->measured.value) ? Cell(names[winner]) : Cell(Absent{}));
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
