#pragma once

#include <cstddef>

#include "picture/resample.hpp"

namespace gen {

/// Interleaved bytes, one or three to a pixel, as the planes of a picture.
void planes_of_bytes(const unsigned char* interleaved, std::size_t channels, std::size_t height, std::size_t width, Picture& out);

/// Numbers as bytes: within 0 ... 255, then the nearest whole number, halves up.
void bytes_of_values(const real* values, std::size_t n, unsigned char* out);

}  // namespace gen
