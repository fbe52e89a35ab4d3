#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "picture/canvas.hpp"

namespace gen {

/// Pictures are at most this wide and high, and hold at most this many pixels.
inline constexpr std::size_t longest_picture_side = 32000;
inline constexpr std::size_t most_picture_pixels = 100'000'000;

/// Throws Fault::usage where a picture would be larger: "the sheet would be 70000x28 pixels, at most 32000 per side and 100000000 in all; use ...".
void check_picture_size(std::size_t width, std::size_t height, const std::string& what);

/// A PNG file: 8 bits, grey where all pixels are, else red-green-blue. The same bytes for the same picture and version of zlib: no time, no text.
std::string png_bytes(const picture::Canvas& canvas);

/// Pixels as a PNG file holds them.
struct PngPixels {
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 1;              // 1: grey, 3: red, green, blue
    unsigned bits = 8;                     // or 16, big-endian
    const std::uint8_t* values = nullptr;  // row by row, the channels of a pixel beside each other
};
std::string png_bytes(const PngPixels& pixels);

}  // namespace gen
