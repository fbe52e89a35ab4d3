#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "nn/optimizer.hpp"
#include "tools/common/options.hpp"
#include "tools/common/tool.hpp"
#include "train/trainer.hpp"

namespace gen {

/// The options that all trainers share: optimiser, plan, checkpoints.
struct TrainingOptions {
    // No options: what a trainer does alike in every run, and how its help says so.
    bool whole_batches = false;  // leaves out what is left over of an epoch
    std::string_view batch_help = "examples per step; the last batch of an epoch may be smaller";
    std::string_view keep_help = "which model to keep: that of the last epoch, or of the one with the lowest validation loss";
    std::string_view patience_help = "stop after N epochs without a lower validation loss";
    std::string_view betas_unless_given = "0.9,0.999";

    std::int64_t epochs = 10;
    std::optional<std::int64_t> steps;
    std::int64_t batch = 128;
    double lr = 1e-3;
    std::string lr_schedule = "constant";
    std::string optimizer = "adam";
    std::string betas;
    std::optional<double> weight_decay;
    double clip = 0;
    double ema = 0;
    std::string engine = "auto";
    std::string keep = "last";
    std::optional<std::int64_t> patience;
    std::int64_t report_every = 0;
    std::string checkpoint;
    std::string checkpoint_every = "10min";
    bool resume = false;
    std::string from;

    void describe(OptionVisitor& v);
    OptimizerSpec optimizer_spec() const;
    /// `before`: where --from left off; epochs and steps are counted from there.
    TrainPlan plan(const Run& run, const TrainState& before) const;
};

/// What one trainer does that others do not.
struct Trainee {
    std::vector<std::string> losses;  // columns that `train` sums, "loss" first
    std::vector<std::string> measures;  // columns that `validate` gives, what is least of the best model first; empty: valid_ before each of `losses`
    /// One step on a batch: sums over its examples, in the order of `losses`. Throws Diverged.
    std::function<void(const Batch&, std::uint64_t step, double rate, std::vector<double>& sums)> train;
    /// Means over the validation data, in the order of `losses` (or `measures`); NaN where there are none.
    std::function<std::vector<double>()> validate;
    /// Whether that has data: then the first of its numbers has to be finite.
    bool validates = true;
    /// From means over the examples of a report to the columns of `losses`; where it is empty they are that.
    std::function<std::vector<double>(const std::vector<double>& means)> finish = {};
    /// What progress shows of such means, by name; where it is empty that is the loss.
    std::function<std::vector<std::pair<std::string, double>>(const std::vector<double>& means)> shown = {};
    /// What it calls the first of what `validate` gives, unless that is NaN; empty: it does not show that.
    std::string shown_measure = "valid";
    /// Events that a run is watched for, as bits, and their names; none where `events` is empty. They stand in the last column of metrics.
    std::function<unsigned()> events = {};
    std::function<bool()> has_events = {};
    std::function<std::string(unsigned)> names_of_events = {};
    /// Of each event "d-won: what it means", for stderr.
    std::function<std::vector<std::string>(unsigned)> explain_events = {};
    /// Whether the run ends with such events, as if that had been its last step.
    std::function<bool(unsigned)> stops = {};
    /// What is kept beside weights and moments, before a checkpoint or a model is written.
    std::function<void(Kept&)> keep = {};
    /// The model as it is now becomes the best so far; and the best becomes the model.
    std::function<void()> remember = {};
    std::function<void()> recall = {};
    /// The model as it is now, as a checkpoint holds it (`is_product` false: always with provenance and training state) or as the run gives it.
    std::function<Document(const Training&, const Curve&, bool is_product)> document;
};

/// Where a checkpoint of this run goes: --checkpoint, or beside a regular output; "" where there is none.
std::string checkpoint_path(const TrainingOptions& options, const Run& run, const Output& output);

/// What lies under a checkpoint's name, and next to it as NAME.1, when a run begins (resuming.hpp).
struct CheckpointFiles {
    std::optional<Document> document;  // to continue from, until it has been read
    std::string from;                  // where it lies or lay: NAME; NAME.1, which the first save leaves; the finished model; "": there is none
    bool old_stays = false;            // NAME.1 is of another run: no save replaces it, and the end does not remove it
};

/// The curve of what is computed at once instead of trained: one row, epoch and step 0, also written to --metrics. `means` and `valid` in the order
/// of `losses`.
Curve record_result(const Run& run, const std::vector<std::string>& losses, const std::vector<double>& means, const std::vector<double>& valid);

/// Carries the plan out: metrics, progress, validation, checkpoints, signals; then commits the model to `output` and removes a checkpoint that the
/// user did not name. A tool that keeps a checkpoint calls catch_stop_signals() before it reads its data. Throws Stopped (signals.hpp) and
/// Fault::diverged.
void carry_out(const Run& run, const TrainingOptions& options, const TrainPlan& plan, const Examples& data, Training training, Curve curve,
               const Trainee& trainee, CheckpointFiles files, Output& output);

}  // namespace gen
