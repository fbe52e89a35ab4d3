#include "tools/common/training/progress.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "core/error.hpp"
#include "tools/common/command_line/status_line.hpp"

namespace gen {
namespace {

constexpr auto bar_interval = std::chrono::milliseconds(200);
constexpr auto log_interval = std::chrono::seconds(60);

template <class... Values>
std::string formatted(const char* format, Values... values) {
    std::array<char, 128> out;
    const int length = std::snprintf(out.data(), out.size(), format, values...);
    return std::string(out.data(), static_cast<std::size_t>(std::clamp(length, 0, static_cast<int>(out.size()) - 1)));
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

std::string progress_line(const TrainingState& state, std::uint64_t first_step, double seconds) {
    return joined(fields_of(state, first_step, seconds));
}

ProgressReport::ProgressReport(const Run& run, std::uint64_t step)
    : tool_(run.tool->name), output_(name_of_output(run)), kind_(run.progress), first_step_(step) {}

ProgressReport::~ProgressReport() { wipe_bar(); }

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

void ProgressReport::say(const TrainingState& state) { write_line(join(tool_, ": ", output_, progress_line(state, first_step_, seconds()))); }

void ProgressReport::draw(const TrainingState& state) {
    const std::size_t room = screen_room() - std::min(screen_room(), tool_.size() + 1);
    draw_bar(tool_, state.step, state.steps, joined_within(fields_of(state, first_step_, seconds()), room));
}

std::string name_of_output(const Run& run) { return run.output == "-" ? "" : run.output + ": "; }

std::string grouped(std::uint64_t value) {
    std::string digits = text(value);
    for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
    return digits;
}

}  // namespace gen
