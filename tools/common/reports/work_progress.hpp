#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "formats/document.hpp"
#include "tools/common/command_line/tool.hpp"

namespace gen {

/// Signs of life on stderr from a tool that does not train: nothing in the two seconds after the first begin(); then a bar, redrawn five times a
/// second, or a line a minute (where there is a plan, a line after ten seconds too). A thread of its own looks at where the work stands, so that the
/// work has only to count.
class WorkProgress {
public:
    explicit WorkProgress(const Run& run) : tool_(run.tool->name), kind_(run.progress) {}
    ~WorkProgress() { end(); }
    WorkProgress(const WorkProgress&) = delete;
    WorkProgress& operator=(const WorkProgress&) = delete;

    /// What is to be done in all, roughly: a line before the first sign of life. Before any begin().
    void announce(std::string plan);
    /// What is done from now on, in so many units; 0: nobody knows how many.
    void begin(std::string what, std::uint64_t total = 0);
    /// Of what began, a part that has so many units begins now: the time left is that of the part.
    void expect(std::uint64_t total);
    /// The work is done: nothing more is shown, and what is printed stands on a clean line. The destructor does the same.
    void end();
    /// So many units more are done. From any thread.
    void advance(std::uint64_t units = 1) { done_.fetch_add(units, std::memory_order_relaxed); }
    /// So many units are done.
    void reach(std::uint64_t units) { done_.store(units, std::memory_order_relaxed); }

private:
    using Clock = std::chrono::steady_clock;
    void watch(const std::stop_token& stop);
    std::string line(Clock::time_point now) const;

    std::string tool_;
    Progress kind_;
    mutable std::mutex mutex_;  // of the four below
    std::string plan_;
    std::string what_;
    std::uint64_t total_ = 0;
    Clock::time_point begun_ = Clock::now();
    std::atomic<std::uint64_t> done_ = 0;
    std::jthread watcher_;
};

/// The same rows; `progress`, which outlives them, reaches the last one that was given.
RowSource watched(RowSource rows, WorkProgress& progress);

/// "sampling 37 %, 0:05 elapsed, 0:09 left", of the `seconds` that it has taken so far.
std::string work_line(const std::string& what, std::uint64_t done, std::uint64_t total, double seconds);

}  // namespace gen
