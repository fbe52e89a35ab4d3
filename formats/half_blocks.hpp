#pragma once

#include <cstddef>
#include <string>

#include "picture/canvas.hpp"

namespace gen {

enum class TerminalColors { none, palette, full };  // characters by density; xterm's 256; 24 bits

/// What the environment says of a terminal: NO_COLOR or TERM=dumb none, COLORTERM=truecolor (or 24bit) full, TERM with "256color" palette, others
/// full.
TerminalColors terminal_colors(const char* no_color, const char* term, const char* color_term);

/// A picture as lines of text, two rows of pixels a line: the upper is the colour of U+2580, the lower its background. Without colours one of
/// " .:-=+*#%@" by the mean brightness of both, the brighter the denser.
std::string half_blocks(const picture::Canvas& canvas, TerminalColors colors);

}  // namespace gen
