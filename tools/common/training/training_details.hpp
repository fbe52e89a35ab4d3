#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/engine.hpp"
#include "nn/sequential.hpp"
#include "tools/common/command_line/tool.hpp"
#include "train/trainer.hpp"

namespace gen {

/// What -v says before a run: "encoder 334,840 and decoder 333,184 parameters; engine blas, kernels x86-64-v3, blas OpenBLAS ..., 2 threads; 469
/// steps of 128 examples an epoch".
std::string training_details(const Run& run, const std::vector<Sequential*>& networks, const Arithmetic& arithmetic, const TrainPlan& plan,
                             std::size_t examples);

/// Where the time of a run went: each second belongs to what was named last.
class TimeSpent {
public:
    enum What : std::size_t { training, validation, writing };
    /// From here on time belongs to `what`; what it was for before.
    What on(What what);
    /// What -v says after a run: "1,407 steps of 2.9 ms; 4.1 s of training, 0.3 s of validation, 0.2 s of writing; at most 61 MiB of memory".
    std::string details(std::uint64_t steps);

private:
    using Clock = std::chrono::steady_clock;
    double seconds_[3] = {};
    What what_ = training;
    Clock::time_point since_ = Clock::now();
};

}  // namespace gen
