#include "tools/common/progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdio>

#include "core/error.hpp"
#include "tools/common/standard_streams.hpp"

namespace gen {
namespace {

constexpr auto bar_interval = std::chrono::milliseconds(200);
constexpr auto log_interval = std::chrono::seconds(60);
constexpr std::size_t least_cells = 5;
constexpr std::size_t most_cells = 30;

// The width of the bar on the screen; messages come from any thread.
std::atomic<std::size_t> bar_width = 0;

template <class... Values>
std::string formatted(const char* format, Values... values) {
    std::array<char, 128> out;
    const int length = std::snprintf(out.data(), out.size(), format, values...);
    return std::string(out.data(), static_cast<std::size_t>(std::clamp(length, 0, static_cast<int>(out.size()) - 1)));
}

void put(const std::string& text) { write_all(STDERR_FILENO, text.data(), text.size()); }

std::size_t screen_width() {
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : 80;
}

std::string clock_time(double seconds) {
    const auto all = static_cast<unsigned long long>(std::clamp(std::round(seconds), 0.0, 359999999.0));
    return formatted("%02llu:%02llu:%02llu", all / 3600, all / 60 % 60, all % 60);
}

std::string of_total(std::uint64_t value, std::uint64_t total) { return total == 0 ? text(value) : join(value, '/', total); }

}  // namespace

std::string progress_line(const TrainingState& state, std::uint64_t first_step, double seconds) {
    std::string out = join("epoch ", of_total(state.epoch, state.epochs), " step ", state.step);
    out += formatted(" loss %.4g lr %.3g", state.loss, state.lr);
    if (seconds <= 0 || state.step <= first_step) return out;
    out += formatted(" %.0f images/s", static_cast<double>(state.images) / seconds);
    if (state.steps < state.step) return out;
    const double done = static_cast<double>(state.step - first_step);
    return out + " eta " + clock_time(seconds / done * static_cast<double>(state.steps - state.step));
}

ProgressReport::ProgressReport(const Run& run, std::uint64_t step) : tool_(run.tool->name), kind_(run.progress), first_step_(step) {}

ProgressReport::~ProgressReport() { wipe_progress_bar(); }

double ProgressReport::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

void ProgressReport::step(const TrainingState& state) {
    if (kind_ == Progress::none) return;
    const Clock::time_point now = Clock::now();
    if (kind_ == Progress::bar ? now - shown_ < bar_interval : now - shown_ < log_interval) return;
    shown_ = now;
    if (kind_ == Progress::bar)
        draw(state);
    else
        say(state);
}

void ProgressReport::epoch(const TrainingState& state) {
    if (kind_ != Progress::log) return;
    shown_ = Clock::now();
    say(state);
}

void ProgressReport::say(const TrainingState& state) { put(join(tool_, ": ", progress_line(state, first_step_, seconds()), '\n')); }

void ProgressReport::draw(const TrainingState& state) {
    const std::string what = progress_line(state, first_step_, seconds());
    const std::size_t room = screen_width() - 1;
    std::string line = tool_ + ' ';
    if (const std::size_t used = line.size() + what.size() + 3; state.steps > 0 && used + least_cells <= room) {
        const std::size_t cells = std::min(most_cells, room - used);
        const std::size_t full = static_cast<std::size_t>(std::min(state.step, state.steps) * cells / state.steps);
        line += join('[', std::string(full, '#'), std::string(cells - full, '-'), "] ");
    }
    line += what;
    line.resize(std::min(line.size(), room));
    const std::size_t width = line.size();
    if (width < bar_width) line.resize(bar_width, ' ');  // blanks over what was longer: no terminal needs to know more than \r
    put('\r' + line);
    bar_width = width;
}

void wipe_progress_bar() {
    if (const std::size_t width = bar_width.exchange(0); width > 0) put('\r' + std::string(width, ' ') + '\r');
}

}  // namespace gen
