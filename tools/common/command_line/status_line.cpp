#include "tools/common/command_line/status_line.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <mutex>

#include "core/error.hpp"
#include "formats/utf8.hpp"
#include "tools/common/command_line/standard_streams.hpp"

namespace gen {
namespace {

constexpr std::size_t least_cells = 5;
constexpr std::size_t most_cells = 30;

std::mutex screen;
std::size_t bar_width = 0;  // of what is drawn

void put(const std::string& text) { write_all(STDERR_FILENO, text.data(), text.size()); }

/// With `screen` locked.
void wipe() {
    if (bar_width > 0) put('\r' + std::string(bar_width, ' ') + '\r');
    bar_width = 0;
}

}  // namespace

std::size_t screen_room() {
    winsize size{};
    const bool known = ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return (known ? size.ws_col : 80) - 1;
}

void draw_bar(const std::string& tool, std::uint64_t done, std::uint64_t total, const std::string& what) {
    const std::size_t room = screen_room();
    std::string line = tool + ' ';
    if (const std::size_t used = line.size() + what.size() + 3; total > 0 && used + least_cells <= room) {
        const std::size_t cells = std::min(most_cells, room - used);
        const auto full =
            static_cast<std::size_t>(static_cast<double>(std::min(done, total)) / static_cast<double>(total) * static_cast<double>(cells));
        line += join('[', std::string(full, '#'), std::string(cells - full, '-'), "] ");
    }
    line += what;
    line.resize(std::min(line.size(), room));
    const std::lock_guard lock(screen);
    const std::size_t width = line.size();
    if (width < bar_width) line.resize(bar_width, ' ');  // blanks over what was longer: no terminal needs to know more than \r
    put('\r' + line);
    bar_width = width;
}

void wipe_bar() {
    const std::lock_guard lock(screen);
    wipe();
}

void write_line(const std::string& line) {
    const std::lock_guard lock(screen);
    wipe();
    put(line + '\n');
}

void say(std::string_view tool, std::string_view message) { write_line(join(tool, ": ", printable(message))); }

std::string clock_time(double seconds) {
    const auto all = static_cast<unsigned long long>(std::clamp(std::round(seconds), 0.0, 359999999.0));
    std::array<char, 32> out;
    const unsigned long long hours = all / 3600;
    const int length = hours == 0 ? std::snprintf(out.data(), out.size(), "%llu:%02llu", all / 60, all % 60)
                                  : std::snprintf(out.data(), out.size(), "%llu:%02llu:%02llu", hours, all / 60 % 60, all % 60);
    return std::string(out.data(), static_cast<std::size_t>(length));
}

}  // namespace gen
