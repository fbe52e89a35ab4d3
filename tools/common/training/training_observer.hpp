#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formats/model.hpp"
#include "tools/common/training/checkpoints.hpp"
#include "tools/common/training/metrics.hpp"
#include "tools/common/training/progress.hpp"
#include "tools/common/training/training_details.hpp"
#include "tools/common/training/training_options.hpp"
#include "train/trainer.hpp"

namespace gen {

/// Columns of the curve in a model: what does not vary between two runs.
std::vector<std::string> curve_columns(Step& step);
/// Columns of --metrics: the same with timing, and events by their names.
std::vector<std::string> metrics_columns(Step& step);

/// A run of a trainer while it goes on: what it works on, and what its parts can do for each other.
struct RunningTraining {
    const Run& run;
    const TrainingOptions& options;
    const TrainPlan& plan;
    std::size_t examples;  // of the training data
    Step& step;
    Training& training;
    Curve& curve;
    std::function<std::vector<double>()> validate;  // the columns of Step::measures()
    bool validates;                                 // whether that measures anything
    std::function<void()> keep_as_best;             // the model as it is now becomes the best so far; and the best becomes the model
    std::function<void()> restore_best;
    std::function<Document(bool is_product)> document;  // the model as the run gives it, or as a checkpoint holds it
};

/// Sees a run of a trainer through: metrics, progress, validation, checkpoints, signals, events, which epoch is the best, when it is enough.
class TrainingObserver : public TrainObserver {
public:
    TrainingObserver(RunningTraining running, std::string checkpoint_path, const CheckpointFiles& files, const Sharding& sharding);

    /// Whether the run has more to do: one that was continued where an event or --patience had ended it has not.
    bool goes_on() const { return !is_ended_ && goes_on_after(running_.training.state.epoch); }
    bool after_step(const TrainState& state) override;
    bool report(const EpochReport& report) override;

    /// The run was told to stop: leaves a checkpoint. Throws Stopped (signals.hpp).
    [[noreturn]] void stop();
    /// The run diverged: says where, why and what is kept. Throws Fault::diverged.
    [[noreturn]] void diverged(const Error& error);
    /// The run is done: commits the model. A checkpoint that the user named is brought up to date before, with whole epochs only in its curve and
    /// among the best so that a longer run can go on from it; another one is removed once the model is safe.
    void finish(bool checkpoint_is_named, Output& output);

private:
    void keep();
    Document state();
    std::vector<std::uint64_t> steps_reported() const;
    std::vector<MetricsCell> line_of(const std::vector<double>& row, double images_per_second, double seconds) const;
    TrainingState progress_state(const std::vector<double>& means) const;
    std::vector<double> means_so_far() const;
    std::vector<double> row_of(const EpochReport& report);
    void judge(double valid_loss, std::uint64_t epoch);
    bool judges() const { return running_.options.keep == "best" || running_.options.patience.has_value(); }
    bool goes_on_after(std::uint64_t epochs) const;
    void expect_finite(const std::vector<double>& valid) const;
    std::string what_is_kept(bool intact);
    std::string what_stands() const;

    using Clock = std::chrono::steady_clock;
    RunningTraining running_;
    Sharding sharding_;
    Checkpoints checkpoints_;
    MetricsFile metrics_;
    ProgressReport progress_;
    TimeSpent spent_;
    std::uint64_t first_step_;
    std::optional<std::vector<double>> partial_;  // the row of an unfinished last epoch
    std::optional<double> valid_;                 // the first of the latest validation
    bool is_kept_ = false;                        // what a checkpoint is to hold of the step: since it has been looked at, it may differ
    bool reports_ = false;                        // or it makes a step
    std::optional<std::uint64_t> saved_step_;     // of the checkpoint
    bool is_ended_ = false;                       // by an event
    std::uint64_t images_ = 0;
    std::uint64_t epoch_images_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point epoch_start_ = start_;
};

}  // namespace gen
