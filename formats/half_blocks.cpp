#include "formats/half_blocks.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "core/error.hpp"

namespace gen {
namespace {

using picture::Canvas;
using picture::Color;

double brightness(Color c) { return (0.299 * c.red + 0.587 * c.green + 0.114 * c.blue) / 255; }

int distance(Color a, Color b) {
    const int red = a.red - b.red;
    const int green = a.green - b.green;
    const int blue = a.blue - b.blue;
    return red * red + green * green + blue * blue;
}

/// The nearest of xterm's colours 16 ... 255: a cube of 6x6x6 and 24 greys.
int palette_index(Color c) {
    constexpr std::array<int, 6> levels = {0, 95, 135, 175, 215, 255};
    int best = 0;
    int least = std::numeric_limits<int>::max();
    for (int i = 16; i < 256; ++i) {
        Color candidate;
        if (i < 232) {
            const auto at = static_cast<std::size_t>(i - 16);
            candidate = {static_cast<std::uint8_t>(levels[at / 36]), static_cast<std::uint8_t>(levels[at / 6 % 6]),
                         static_cast<std::uint8_t>(levels[at % 6])};
        } else {
            const auto grey = static_cast<std::uint8_t>(8 + 10 * (i - 232));
            candidate = {grey, grey, grey};
        }
        if (distance(c, candidate) < least) {
            least = distance(c, candidate);
            best = i;
        }
    }
    return best;
}

std::string color_code(Color c, bool background, TerminalColors colors) {
    const char* target = background ? "48" : "38";
    if (colors == TerminalColors::palette) return join("\033[", target, ";5;", palette_index(c), "m");
    return join("\033[", target, ";2;", static_cast<int>(c.red), ";", static_cast<int>(c.green), ";", static_cast<int>(c.blue), "m");
}

}  // namespace

TerminalColors terminal_colors(const char* no_color, const char* term, const char* color_term) {
    const std::string_view type = term == nullptr ? "" : term;
    const std::string_view depth = color_term == nullptr ? "" : color_term;
    if ((no_color != nullptr && *no_color != 0) || type.empty() || type == "dumb") return TerminalColors::none;
    if (depth == "truecolor" || depth == "24bit") return TerminalColors::full;
    return type.find("256color") != std::string_view::npos ? TerminalColors::palette : TerminalColors::full;
}

std::string half_blocks(const Canvas& canvas, TerminalColors colors) {
    constexpr std::string_view densities = " .:-=+*#%@";
    std::string out;
    for (std::size_t y = 0; y < canvas.height(); y += 2) {
        std::string upper_code;
        std::string lower_code;
        for (std::size_t x = 0; x < canvas.width(); ++x) {
            const bool paired = y + 1 < canvas.height();
            const Color upper = canvas.at(x, y);
            const Color lower = paired ? canvas.at(x, y + 1) : upper;
            if (colors == TerminalColors::none) {
                const double mean = (brightness(upper) + brightness(lower)) / 2;
                out += densities[static_cast<std::size_t>(std::lround(mean * static_cast<double>(densities.size() - 1)))];
                continue;
            }
            const std::string new_upper = color_code(upper, false, colors);
            const std::string new_lower = paired ? color_code(lower, true, colors) : "";
            if (new_upper != upper_code) out += upper_code = new_upper;
            if (new_lower != lower_code) out += lower_code = new_lower;
            out += "\u2580";
        }
        out += colors == TerminalColors::none ? "\n" : "\033[0m\n";
    }
    return out;
}

}  // namespace gen
