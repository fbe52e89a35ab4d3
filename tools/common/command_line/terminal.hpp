#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "picture/canvas.hpp"

namespace gen {

/// Is stdout, as -o names it, a terminal?
bool is_terminal(std::string_view output);

struct TerminalSize {
    std::size_t columns = 80;
    std::size_t lines = 24;
};
/// Of stdout; else COLUMNS and LINES, else 80x24.
TerminalSize terminal_size();

/// The picture for the terminal of stdout, made no wider than that, in the colours that the environment allows.
std::string preview(const picture::Canvas& canvas);

}  // namespace gen
