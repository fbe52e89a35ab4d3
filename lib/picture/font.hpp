#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "picture/scene.hpp"

namespace gen::picture {

/// The project's own font: strokes with round ends, for printable ASCII, the minus sign, the times sign and the ellipsis. Other characters
/// show as a box. Widths are near those of the usual sans-serif fonts, so that SVG text in the reader's font fits the same layout.

/// Width of a text at a font size (of the em), in the same unit.
double text_width(std::string_view text, double size);

/// The text without its end, and with an ellipsis, where it is wider than `width`.
std::string fitted(std::string_view text, double size, double width);

/// What the pen draws for a text whose base line starts at (0, 0): polylines, y downwards, in pixels. Stems lie on the grid of pixels when
/// the base line does. A dot is a polyline of one point.
std::vector<std::vector<Point>> text_strokes(std::string_view text, double size);

/// Width of the pen at a font size in pixels.
double pen_width(double size, bool bold);

/// Characters of UTF-8; what is not valid gives U+FFFD.
std::vector<char32_t> characters(std::string_view text);

}  // namespace gen::picture
