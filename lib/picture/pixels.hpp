#pragma once

#include <cstddef>

#include "picture/resample.hpp"

namespace gen {

/// Interleaved bytes, one or three to a pixel, as rows of the planes of a picture that has its shape.
void planes_of_bytes(const unsigned char* interleaved, std::size_t first_row, std::size_t rows, Picture& out);

/// Numbers as bytes: within 0 ... 255, then the nearest whole number, halves up.
void bytes_of_values(const real* values, std::size_t n, unsigned char* out);

}  // namespace gen
