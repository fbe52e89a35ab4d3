#include "tools/common/command_line/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "formats/half_blocks.hpp"

namespace gen {
namespace {

std::size_t number_in_environment(const char* name, std::size_t otherwise) {
    const char* value = std::getenv(name);
    const std::string_view digits = value == nullptr ? "" : value;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return error == std::errc() && end == digits.data() + digits.size() && number > 0 && number < 10000 ? number : otherwise;
}

}  // namespace

bool is_terminal(std::string_view output) { return output == "-" && isatty(STDOUT_FILENO) != 0; }

TerminalSize terminal_size() {
    winsize size = {};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 && size.ws_row > 0) return {size.ws_col, size.ws_row};
    return {number_in_environment("COLUMNS", 80), number_in_environment("LINES", 24)};
}

std::string preview(const picture::Canvas& canvas) {
    const TerminalColors colors = terminal_colors(std::getenv("NO_COLOR"), std::getenv("TERM"), std::getenv("COLORTERM"));
    const std::size_t width = std::min(canvas.width(), terminal_size().columns);
    const std::size_t height = std::max<std::size_t>(1, canvas.height() * width / std::max<std::size_t>(1, canvas.width()));
    return half_blocks(width == canvas.width() ? canvas : picture::shrink(canvas, width, height), colors);
}

}  // namespace gen
