#pragma once

#include <cstddef>
#include <cstdint>

namespace gen::picture {

struct Color {
    std::uint8_t red = 0;
    std::uint8_t green = 0;
    std::uint8_t blue = 0;
    bool operator==(const Color&) const = default;
};

inline constexpr Color black = {0, 0, 0};
inline constexpr Color white = {255, 255, 255};
inline constexpr Color ink = {38, 38, 38};           // text and axes
inline constexpr Color faint_ink = {110, 110, 110};  // remarks
inline constexpr Color grid_ink = {230, 230, 230};

/// Colours of lines, told apart by colour-blind readers and dark enough for thin lines on white: Okabe and Ito, "Color universal design", 2008,
/// without its yellow. Repeats after seven.
Color line_color(std::size_t i);
inline constexpr std::size_t line_colors = 7;

/// Ten colours of classes, for points: differing in hue and in lightness. Repeats after ten (point shapes then change, see scatter.hpp).
Color class_color(std::size_t i);
inline constexpr std::size_t class_colors = 10;

}  // namespace gen::picture
