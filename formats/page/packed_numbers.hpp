#pragma once

#include <cstdint>
#include <string>

#include "core/matrix.hpp"
#include "formats/json.hpp"

namespace gen::page {

/// How many bits of each weight a page keeps:
///   single  binary32
///   half    binary16; of a tensor that goes beyond its range binary32
///   byte    blocks of 256 numbers: binary32 scale, then as many signed bytes, times scale; tensors of less than 1,024 numbers are binary32
enum class Precision { single, half, byte };

/// Adds the numbers, little-endian, and says where they are: [first byte, numbers, bytes of each].
Json add_numbers(std::string& bytes, const Matrix& numbers, Precision precision);

/// The nearest binary16, ties to even; numbers beyond become infinite.
std::uint16_t half_of(float number);

}  // namespace gen::page
