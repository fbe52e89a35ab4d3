#include "tools/common/reports/work_progress.hpp"

#include <algorithm>
#include <condition_variable>
#include <system_error>
#include <utility>

#include "core/error.hpp"
#include "tools/common/command_line/status_line.hpp"

namespace gen {
namespace {

constexpr auto silence = std::chrono::seconds(2);
constexpr auto bar_interval = std::chrono::milliseconds(200);
constexpr auto first_estimate = std::chrono::seconds(10);
constexpr auto log_interval = std::chrono::seconds(60);

/// Sleeps until then, or until it is to stop. Gives whether it is to go on.
bool sleep_until(const std::stop_token& stop, std::chrono::steady_clock::time_point then) {
    std::mutex mutex;
    std::condition_variable_any bell;
    std::unique_lock lock(mutex);
    bell.wait_until(lock, stop, then, [] { return false; });
    return !stop.stop_requested();
}

}  // namespace

std::string work_line(const std::string& what, std::uint64_t done, std::uint64_t total, double seconds) {
    std::string out = what;
    if (total > 0) out += join(' ', static_cast<std::uint64_t>(100 * static_cast<double>(std::min(done, total)) / static_cast<double>(total)), " %");
    out += join(", ", clock_time(seconds), " elapsed");
    if (total == 0 || done == 0 || done > total) return out;
    return join(out, ", ", clock_time(seconds / static_cast<double>(done) * static_cast<double>(total - done)), " left");
}

void WorkProgress::end() {
    if (!watcher_.joinable()) return;
    watcher_.request_stop();
    watcher_.join();
    wipe_bar();
}

void WorkProgress::announce(std::string plan) {
    const std::lock_guard lock(mutex_);
    plan_ = std::move(plan);
}

void WorkProgress::begin(std::string what, std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    what_ = std::move(what);
    total_ = total;
    begun_ = Clock::now();
    reach(0);
    if (kind_ == Progress::none || watcher_.joinable()) return;
    try {
        watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
    } catch (const std::system_error&) {  // no thread to be had: the work goes on unseen
        kind_ = Progress::none;
    }
}

void WorkProgress::expect(std::uint64_t total) {
    const std::lock_guard lock(mutex_);
    total_ = total;
    begun_ = Clock::now();
    reach(0);
}

void WorkProgress::watch(const std::stop_token& stop) {
    const Clock::time_point start = Clock::now();
    if (!sleep_until(stop, start + silence)) return;
    mutex_.lock();
    const std::string plan = plan_;
    mutex_.unlock();
    if (!plan.empty()) write_line(join(tool_, ": ", plan));
    const bool bar = kind_ == Progress::bar;
    const Clock::duration interval = bar ? Clock::duration(bar_interval) : Clock::duration(log_interval);
    for (Clock::time_point next = start + (bar            ? silence
                                           : plan.empty() ? log_interval
                                                          : first_estimate);
         sleep_until(stop, next); next = Clock::now() + interval) {
        const std::lock_guard lock(mutex_);
        const std::string what = line(Clock::now());
        if (bar)
            draw_bar(tool_, done_, total_, what);
        else
            write_line(join(tool_, ": ", what));
    }
}

std::string WorkProgress::line(Clock::time_point now) const {
    return work_line(what_, done_, total_, std::chrono::duration<double>(now - begun_).count());
}

RowSource watched(RowSource rows, WorkProgress& progress) {
    return [rows = std::move(rows), &progress](std::size_t first, std::size_t count, void* out) {
        rows(first, count, out);
        progress.reach(first + count);
    };
}

}  // namespace gen
