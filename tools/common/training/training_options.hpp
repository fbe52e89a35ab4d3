#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/streams.hpp"
#include "nn/optimizer.hpp"
#include "tools/common/command_line/options.hpp"
#include "tools/common/command_line/tool.hpp"
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
    std::string_view schedule_unless_given = "constant";

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
    std::string precision = "fp32";
    std::int64_t shards = 1;
    bool portable = false;
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

/// Where a checkpoint of this run goes: --checkpoint, or beside a regular output; "" where there is none.
std::string checkpoint_path(const TrainingOptions& options, const Run& run, const Output& output);

}  // namespace gen
