#include "formats/half_blocks.hpp"

#include <doctest/doctest.h>

using namespace gen;
using picture::Canvas;

TEST_CASE("half blocks: two rows of pixels make a line, colours are set when they change") {
    Canvas canvas(2, 3);
    canvas.set(0, 0, {1, 2, 3});
    canvas.set(1, 0, {1, 2, 3});
    canvas.set(1, 1, {9, 9, 9});
    CHECK(half_blocks(canvas, TerminalColors::full) ==
          "\033[38;2;1;2;3m\033[48;2;255;255;255m\u2580\033[48;2;9;9;9m\u2580\033[0m\n"
          "\033[38;2;255;255;255m\u2580\u2580\033[0m\n");
    CHECK(half_blocks(Canvas(2, 2), TerminalColors::full) == "\033[38;2;255;255;255m\033[48;2;255;255;255m\u2580\u2580\033[0m\n");
}

TEST_CASE("half blocks: 256 colours take the nearest, none gives characters by brightness") {
    Canvas canvas(3, 2);
    for (std::size_t y = 0; y < 2; ++y) {
        canvas.set(0, y, {0, 0, 0});
        canvas.set(1, y, {255, 0, 0});
        canvas.set(2, y, {118, 118, 118});
    }
    CHECK(half_blocks(canvas, TerminalColors::palette) ==
          "\033[38;5;16m\033[48;5;16m\u2580\033[38;5;196m\033[48;5;196m\u2580\033[38;5;243m\033[48;5;243m\u2580\033[0m\n");
    CHECK(half_blocks(canvas, TerminalColors::none) == " -=\n");
}

TEST_CASE("half blocks: the environment decides on colours") {
    CHECK(terminal_colors(nullptr, "xterm", "truecolor") == TerminalColors::full);
    CHECK(terminal_colors(nullptr, "xterm-256color", nullptr) == TerminalColors::palette);
    CHECK(terminal_colors("", "xterm-256color", "24bit") == TerminalColors::full);
    CHECK(terminal_colors("1", "xterm-256color", "truecolor") == TerminalColors::none);
    CHECK(terminal_colors(nullptr, "dumb", "truecolor") == TerminalColors::none);
    CHECK(terminal_colors(nullptr, nullptr, nullptr) == TerminalColors::none);
}
