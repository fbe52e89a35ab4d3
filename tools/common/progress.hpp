#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tools/common/tool.hpp"

namespace gen {

/// Where a training run stands. Totals of 0 are not known.
struct TrainingState {
    std::uint64_t epoch = 0;  // the running one, from 1
    std::uint64_t epochs = 0;
    std::uint64_t step = 0;  // done, over all epochs and resumed runs
    std::uint64_t steps = 0;
    std::uint64_t images = 0;  // seen by this process
    double loss = 0;
    double lr = 0;
};

/// What a trainer says of its progress on stderr: a bar (one line, drawn at most five times a second), a log (a line an epoch and at least one a
/// minute) or nothing.
class ProgressReport {
public:
    /// `step`: how many steps were done before this process.
    ProgressReport(const Run& run, std::uint64_t step);
    ~ProgressReport();
    ProgressReport(const ProgressReport&) = delete;
    ProgressReport& operator=(const ProgressReport&) = delete;

    /// After each step; reads the clock and returns, as a rule.
    void step(const TrainingState& state);
    /// After each epoch.
    void epoch(const TrainingState& state);

private:
    using Clock = std::chrono::steady_clock;
    void say(const TrainingState& state);
    void draw(const TrainingState& state);
    double seconds() const;

    std::string tool_;
    Progress kind_;
    std::uint64_t first_step_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point shown_ = start_;
};

/// "epoch 3/10 step 2814 loss 104.2 lr 0.001 812 images/s eta 00:02:10"; `seconds` since step `first_step`.
std::string progress_line(const TrainingState& state, std::uint64_t first_step, double seconds);

/// Wipes the bar, if there is one, so that a message can stand in its line.
void wipe_progress_bar();

}  // namespace gen
