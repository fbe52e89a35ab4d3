#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tools/common/command_line/tool.hpp"

namespace gen {

/// Where a training run stands. Totals of 0 are not known.
struct TrainingState {
    std::uint64_t epoch = 0;  // the running one, from 1
    std::uint64_t epochs = 0;
    std::uint64_t step = 0;  // done, over all epochs and resumed runs
    std::uint64_t steps = 0;
    std::uint64_t images = 0;  // seen by this process
    /// What is worth a look, by name: "loss" or the losses of either network, "valid".
    std::vector<std::pair<std::string, double>> numbers = {};
};

/// What a trainer says of its progress on stderr: a bar (one line, drawn at most five times a second), a log (a line an epoch and at least one a
/// minute, with the output's name: several runs may share a screen) or nothing.
class ProgressReport {
public:
    /// `step`: how many steps were done before this process.
    ProgressReport(const Run& run, std::uint64_t step);
    ~ProgressReport();
    ProgressReport(const ProgressReport&) = delete;
    ProgressReport& operator=(const ProgressReport&) = delete;

    /// Whether step() would say something now.
    bool due() const;
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
    std::string output_;  // "vae.h5: "; empty where it is a stream
    Progress kind_;
    std::uint64_t first_step_;
    Clock::time_point start_ = Clock::now();
    Clock::time_point shown_ = start_;
};

/// "epoch 3/10, step 1407, loss 102.31, valid 104.2, 25,300 images/s, 0:41 elapsed, 1:35 left"; `seconds` since step `first_step`.
std::string progress_line(const TrainingState& state, std::uint64_t first_step, double seconds);

/// "vae.h5: ", which tells runs that share a screen apart; empty where the output is a stream.
std::string name_of_output(const Run& run);

/// "25,300"
std::string grouped(std::uint64_t value);

}  // namespace gen
