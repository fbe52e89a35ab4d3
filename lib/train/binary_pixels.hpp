#pragma once

#include <cstddef>
#include <cstdint>

#include "core/random.hpp"

namespace gen {

/// What training makes of grey pixels: leaves them as they are; 1 above 1/2; or drawn anew at every step, 1 with their probability.
enum class BinaryPixels { none, threshold, dynamic };

/// The n pixels of row `row`, drawn by this stream.
void make_binary(BinaryPixels how, const Stream& stream, std::uint32_t row, real* x, std::size_t n);

}  // namespace gen
