#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "formats/document.hpp"

namespace gen {

/// When a running trainer keeps its state: every so many steps, or after so much time.
struct Cadence {
    std::uint64_t steps = 0;  // 0: by time
    double seconds = 600;
};

/// "500" steps; "90s", "10min", "2h". Throws Fault::usage.
Cadence parse_cadence(std::string_view text);

struct CheckpointFiles;

/// Keeps a trainer's state in a file that is whole at every moment; the one before it stays next to it as NAME.1, unless that is another run's.
class Checkpoints {
public:
    /// No path: keeps nothing. Throws Fault::io when the place cannot be written.
    Checkpoints(std::string path, std::string_view cadence, const CheckpointFiles& files, std::function<Document()> state);

    bool enabled() const { return !path_.empty(); }
    const std::string& path() const { return path_; }
    /// The file with the latest state.
    const std::string& newest() const { return newest_; }

    bool due(std::uint64_t step) const;  // after a step: whether it is time to save
    void save();
    void remove() const;  // the work is done

private:
    using Clock = std::chrono::steady_clock;
    std::string path_;
    Cadence cadence_;
    std::function<Document()> state_;
    Clock::time_point last_ = Clock::now();
    bool old_stays_;  // as it is of another run
    std::string newest_;
};

}  // namespace gen
