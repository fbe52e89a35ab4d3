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

/// "0:41", "1:02:03"
std::string clock_time(double seconds) {
    const auto all = static_cast<unsigned long long>(std::clamp(std::round(seconds), 0.0, 359999999.0));
    if (all < 3600) return formatted("%llu:%02llu", all / 60, all % 60);
    return formatted("%llu:%02llu:%02llu", all / 3600, all / 60 % 60, all % 60);
}

/// Three digits that count.
std::string speed(double value) {
    const double unit = std::pow(10.0, std::max(0.0, std::floor(std::log10(std::max(value, 1.0))) - 2));
    return grouped(static_cast<std::uint64_t>(std::round(value / unit) * unit));
}

std::string of_total(std::uint64_t value, std::uint64_t total) { return total == 0 ? text(value) : join(value, '/', total); }

/// A part of the line; where the screen is narrow those of the highest rank go first.
struct Field {
    std::string text;
    std::size_t rank;
};

std::vector<Field> fields_of(const TrainingState& state, std::uint64_t first_step, double seconds) {
    std::vector<Field> fields = {{join("epoch ", of_total(state.epoch, state.epochs)), 0}, {join("step ", state.step), 97}};
    for (const auto& [name, value] : state.numbers) fields.push_back({name + formatted(" %.5g", value), 1 + fields.size()});
    if (seconds <= 0 || state.step <= first_step) return fields;
    fields.push_back({speed(static_cast<double>(state.images) / seconds) + " images/s", 98});
    fields.push_back({clock_time(seconds) + " elapsed", 99});
    if (state.steps < state.step) return fields;
    const double done = static_cast<double>(state.step - first_step);
    fields.push_back({clock_time(seconds / done * static_cast<double>(state.steps - state.step)) + " left", 1});
    return fields;
}

std::string joined(const std::vector<Field>& fields) {
    std::string out;
    for (const Field& field : fields) out += (out.empty() ? "" : ", ") + field.text;
    return out;
}

/// Without what does not fit, the first part excepted.
std::string joined_within(std::vector<Field> fields, std::size_t room) {
    const auto by_rank = [](const Field& a, const Field& b) { return a.rank < b.rank; };
    while (fields.size() > 1 && joined(fields).size() > room) fields.erase(std::max_element(fields.begin(), fields.end(), by_rank));
    return joined(fields);
}

}  // namespace

std::string progress_line(const TrainingState& state, std::uint64_t first_step, double seconds) { return joined(fields_of(state, first_step, seconds)); }

ProgressReport::ProgressReport(const Run& run, std::uint64_t step)
    : tool_(run.tool->name), output_(name_of_output(run)), kind_(run.progress), first_step_(step) {}

ProgressReport::~ProgressReport() { wipe_progress_bar(); }

double ProgressReport::seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

bool ProgressReport::due() const {
    if (kind_ == Progress::none) return false;
    const Clock::duration since = Clock::now() - shown_;
    return kind_ == Progress::bar ? since >= bar_interval : since >= log_interval;
}

void ProgressReport::step(const TrainingState& state) {
    if (!due()) return;
    shown_ = Clock::now();
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

void ProgressReport::say(const TrainingState& state) { put(join(tool_, ": ", output_, progress_line(state, first_step_, seconds()), '\n')); }

void ProgressReport::draw(const TrainingState& state) {
    const std::size_t room = screen_width() - 1;
    std::string line = tool_ + ' ';
    const std::string what = joined_within(fields_of(state, first_step_, seconds()), room - std::min(room, line.size()));
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

std::string name_of_output(const Run& run) { return run.output == "-" ? "" : run.output + ": "; }

std::string grouped(std::uint64_t value) {
    std::string digits = text(value);
    for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
    return digits;
}

void wipe_progress_bar() {
    if (const std::size_t width = bar_width.exchange(0); width > 0) put('\r' + std::string(width, ' ') + '\r');
}

}  // namespace gen
