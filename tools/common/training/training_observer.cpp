#include "tools/common/training/training_observer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "tools/common/command_line/signals.hpp"
#include "tools/common/training/resuming.hpp"

namespace gen {
namespace {

double seconds_between(std::chrono::steady_clock::time_point start, std::chrono::steady_clock::time_point end) {
    return std::chrono::duration<double>(end - start).count();
}

}  // namespace

std::vector<std::string> curve_columns(Step& step) {
    std::vector<std::string> columns = {"epoch", "step"};
    for (const std::vector<std::string>& names : {step.losses(), step.measures()}) columns.insert(columns.end(), names.begin(), names.end());
    columns.emplace_back("lr");
    if (step.events() != nullptr) columns.emplace_back("events");
    return columns;
}

std::vector<std::string> metrics_columns(Step& step) {
    std::vector<std::string> columns = curve_columns(step);
    columns.insert(columns.begin() + 2, "images_per_s");
    if (step.events() != nullptr) columns.pop_back();
    columns.emplace_back("seconds");
    if (step.events() != nullptr) columns.emplace_back("event");
    return columns;
}

TrainingObserver::TrainingObserver(RunningTraining running, std::string checkpoint_path, const CheckpointFiles& files, const Sharding& sharding)
    : running_(std::move(running)),
      sharding_(sharding),
      checkpoints_(std::move(checkpoint_path), running_.options.checkpoint_every, files, [this] { return state(); }),
      metrics_(running_.run, metrics_columns(running_.step), steps_reported()),
      progress_(running_.run, running_.training.state.step),
      first_step_(running_.training.state.step) {
    Curve& curve = running_.curve;
    curve.columns = curve_columns(running_.step);
    if (!files.from.empty()) saved_step_ = first_step_;
    if (const RunEvents* const events = running_.step.events(); events != nullptr && !files.from.empty() && !curve.rows.empty())
        is_ended_ = events->ends_run(static_cast<unsigned>(curve.rows.back().back()));
    for (std::size_t i = curve.rows.size() - steps_reported().size() + metrics_.rows_kept(); i < curve.rows.size(); ++i)
        metrics_.write(line_of(curve.rows[i], std::nan(""), std::nan("")));
}

void TrainingObserver::keep() {
    if (!is_kept_) running_.step.save(running_.training.kept);
}

Document TrainingObserver::state() {
    keep();
    Document state = running_.document(false);
    saved_step_ = running_.training.state.step;
    return state;
}

/// The steps of the rows that --metrics had at the checkpoint: those of this run, not of a model that it began with.
std::vector<std::uint64_t> TrainingObserver::steps_reported() const {
    std::vector<std::uint64_t> steps;
    for (const std::vector<double>& row : running_.curve.rows)
        if (row[1] > static_cast<double>(running_.plan.first_step)) steps.push_back(static_cast<std::uint64_t>(row[1]));
    return steps;
}

/// A row of the curve as --metrics has it.
std::vector<MetricsCell> TrainingObserver::line_of(const std::vector<double>& row, double images_per_second, double seconds) const {
    const RunEvents* const events = running_.step.events();
    std::vector<MetricsCell> line = {static_cast<std::uint64_t>(row[0]), static_cast<std::uint64_t>(row[1]), images_per_second};
    line.insert(line.end(), row.begin() + 2, row.end() - (events != nullptr ? 1 : 0));
    line.emplace_back(seconds);
    if (events != nullptr) line.emplace_back(events->names(static_cast<unsigned>(row.back())));
    return line;
}

/// With these means over the examples since the latest report, and the latest validation.
TrainingState TrainingObserver::progress_state(const std::vector<double>& means) const {
    const TrainState& s = running_.training.state;
    TrainingState state = {.epoch = s.epoch + 1,
                           .epochs = running_.plan.max_steps > 0 ? 0 : running_.plan.epochs,
                           .step = s.step,
                           .steps = running_.plan.total_steps(running_.examples),
                           .images = images_};
    state.numbers = running_.step.shown(means);
    if (const std::string measure = running_.step.shown_measure(); valid_ && !measure.empty()) state.numbers.emplace_back(measure, *valid_);
    return state;
}

std::vector<double> TrainingObserver::means_so_far() const {
    std::vector<double> means = running_.training.state.sums;
    for (double& mean : means) mean /= static_cast<double>(running_.training.state.examples);
    return means;
}

bool TrainingObserver::after_step(const TrainState& state) {
    images_ += running_.plan.batch;
    epoch_images_ += running_.plan.batch;
    if (progress_.due()) progress_.step(progress_state(means_so_far()));
    if (!checkpoints_.enabled()) return true;
    constexpr std::byte stop{1};
    constexpr std::byte save{2};
    const std::byte said = sharding_.said((stop_requested() ? stop : std::byte{0}) | (checkpoints_.due(state.step) ? save : std::byte{0}));
    if ((said & stop) != std::byte{0}) return false;
    spent_.on(TimeSpent::writing);
    if ((said & save) != std::byte{0}) checkpoints_.save();
    spent_.on(TimeSpent::training);
    return true;
}

/// Validates, and takes the events that have begun.
std::vector<double> TrainingObserver::row_of(const EpochReport& report) {
    Step& step = running_.step;
    spent_.on(TimeSpent::validation);
    if (checkpoints_.enabled() || report.at == EpochReport::At::end) {  // a run that is stopped here looks again
        keep();
        is_kept_ = true;
    }
    const std::vector<double> valid = running_.validate();
    spent_.on(TimeSpent::training);
    expect_finite(valid);
    if (!std::isnan(valid[0])) valid_ = valid[0];
    std::vector<double> row = {static_cast<double>(report.epoch), static_cast<double>(report.step)};
    for (const std::vector<double>& numbers : {step.losses_of(report.means), valid}) row.insert(row.end(), numbers.begin(), numbers.end());
    row.push_back(report.rate);
    if (step.events() == nullptr) return row;
    const unsigned events = step.events()->take();
    row.push_back(events);
    for (const std::string& event : step.events()->explained(events))
        running_.run.warn(join(name_of_output(running_.run), "step ", report.step, ": ", event));
    is_ended_ = step.events()->ends_run(events);
    return row;
}

bool TrainingObserver::report(const EpochReport& report) {
    reports_ = true;
    const double training_seconds = seconds_between(epoch_start_, Clock::now());
    const std::vector<double> row = row_of(report);
    metrics_.write(line_of(row, static_cast<double>(epoch_images_) / training_seconds, seconds_between(start_, Clock::now())));
    is_kept_ = report.at == EpochReport::At::end;  // a longer run does not look here, and goes on from what is kept
    if (report.at != EpochReport::At::within) progress_.epoch(progress_state(report.means));
    if (report.at == EpochReport::At::end) {
        partial_ = row;
    } else {
        running_.curve.rows.push_back(row);
        judge(row[2 + running_.step.losses().size()], report.epoch);
    }
    epoch_start_ = Clock::now();
    epoch_images_ = 0;
    reports_ = false;
    return !is_ended_ && goes_on_after(running_.training.state.epoch + (report.at == EpochReport::At::whole ? 1 : 0));
}

void TrainingObserver::judge(double valid_loss, std::uint64_t epoch) {
    Training& training = running_.training;
    if (!judges() || !std::isfinite(valid_loss) || !(valid_loss < training.best_loss)) return;
    training.best_loss = valid_loss;
    training.best_epoch = epoch;
    if (running_.options.keep == "best") running_.keep_as_best();
}

bool TrainingObserver::goes_on_after(std::uint64_t epochs) const {
    const std::optional<std::int64_t>& patience = running_.options.patience;
    return !patience || epochs < std::max(running_.training.best_epoch, running_.plan.first_epoch) + static_cast<std::uint64_t>(*patience);
}

/// Of a model that is finite: then the step before this was one too many.
void TrainingObserver::expect_finite(const std::vector<double>& valid) const {
    if (running_.validates && (!std::isfinite(valid[0]) || std::any_of(valid.begin(), valid.end(), [](double v) { return std::isinf(v); })))
        throw Diverged("what validation gives is not finite", true);
}

std::string TrainingObserver::what_stands() const { return join("checkpoint ", checkpoints_.path(), " at step ", running_.training.state.step); }

void TrainingObserver::stop() {
    checkpoints_.save();
    throw Stopped(what_stands());
}

void TrainingObserver::diverged(const Error& error) {
    const auto* const in_step = dynamic_cast<const Diverged*>(&error);
    const std::uint64_t step = running_.training.state.step + (reports_ ? 0 : 1);
    const std::string kept = what_is_kept(in_step != nullptr && in_step->intact());
    throw Error(Fault::diverged, join("training diverged at step ", step, ": ", error.what(), "; ", kept));
}

std::string TrainingObserver::what_is_kept(bool intact) {
    if (!checkpoints_.enabled()) return "nothing is kept, as the output is no regular file and there is no --checkpoint";
    const std::optional<std::uint64_t> before = saved_step_;
    try {
        if (intact) {
            checkpoints_.save();
            return "the state before it is kept in " + checkpoints_.path();
        }
    } catch (const Error& error) {
        if (error.fault() != Fault::diverged) throw;
    }
    return before ? join("the state after step ", *before, " is kept in ", checkpoints_.newest()) : "nothing is kept";
}

void TrainingObserver::finish(bool checkpoint_is_named, Output& output) {
    spent_.on(TimeSpent::writing);
    if (checkpoint_is_named) checkpoints_.save();
    if (checkpoint_is_named && !output.is_regular()) leave_on_stop_signals(join(running_.run.tool->name, ": ", stop_message(what_stands())));
    if (partial_) {
        running_.curve.rows.push_back(*partial_);
        judge(partial_->at(2 + running_.step.losses().size()), static_cast<std::uint64_t>(partial_->front()));
    }
    if (running_.options.keep == "best" && running_.training.best_epoch > 0) running_.restore_best();
    keep();
    output.commit(running_.document(true));
    if (!checkpoint_is_named) checkpoints_.remove();
    running_.run.detail(name_of_output(running_.run) + spent_.details(running_.training.state.step - first_step_));
}

}  // namespace gen
