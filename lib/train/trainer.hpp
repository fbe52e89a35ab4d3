// train: what all training has in common: a network passing through a batch, networks that learn in turns, a step, epochs, schedules. No model and
// no loss of its own (models), no files, progress or signals (tools/common/training).
#pragma once

#include <cstdint>
#include <vector>

#include "core/examples.hpp"
#include "train/schedule.hpp"
#include "train/step.hpp"

namespace gen {

struct TrainPlan {
    std::uint64_t first_step = 0;  // done before, with a model that this run starts from
    std::uint64_t first_epoch = 0;
    std::uint64_t epochs = 10;       // up to this one, those done before included
    std::uint64_t max_steps = 0;     // up to this step, also within an epoch; 0: epochs decide
    std::size_t batch = 128;         // the last batch of an epoch may be smaller
    bool whole_batches = false;      // instead the examples that are left over wait for the next epoch
    std::uint64_t report_every = 0;  // steps, beside the end of each epoch; 0: that alone
    double rate = 1e-3;
    Schedule schedule = {};
    std::uint64_t seed = 0;  // of the order of examples

    std::uint64_t steps_per_epoch(std::size_t examples) const { return whole_batches ? examples / batch : (examples + batch - 1) / batch; }
    std::uint64_t total_steps(std::size_t examples) const;
};

/// Where a run stands; with the networks, the optimiser's moments and the plan it is all that going on needs.
struct TrainState {
    std::uint64_t step = 0;           // steps done
    std::uint64_t epoch = 0;          // epochs done
    std::uint64_t step_in_epoch = 0;  // of the running epoch
    std::uint64_t examples = 0;       // since the latest report
    std::vector<double> sums = {};    // over those examples: loss, recon, kl, ...
};

/// The mean losses since the report before.
struct EpochReport {
    enum class At {
        within,  // an epoch that goes on
        whole,   // at the end of an epoch
        end,     // of the plan's steps, within an epoch
    };
    std::uint64_t epoch;  // from 1
    std::uint64_t step;
    std::uint64_t examples;
    At at;
    double rate;  // of the last step
    std::vector<double> means;
};

/// Who looks on while a model is trained.
class TrainObserver {
public:
    virtual ~TrainObserver() = default;
    /// After every step; false stops the run there.
    virtual bool after_step(const TrainState&) { return true; }
    /// After every epoch, once more for an unfinished last one, within epochs as the plan says, and where events of the step have begun; false ends
    /// the run as if it had been the last.
    virtual bool report(const EpochReport&) { return true; }
};

/// Epochs and batches over a step. The order of examples in an epoch is a function of (seed, epoch). Returns whether the plan was carried out. Throws
/// Diverged as the step does, and where a loss is not finite.
bool train(const TrainPlan& plan, const Examples& data, Step& step, TrainState& state, Parallel& parallel, TrainObserver& observer);

}  // namespace gen
