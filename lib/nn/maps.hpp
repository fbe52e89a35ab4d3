#pragma once

#include <string_view>

#include "core/matrix.hpp"

namespace gen {

/// `input` as maps {C, H, W}: rows of n numbers are {n, 1, 1}. Throws Fault::input when there are not `channels` (0: any number).
Shape expect_maps(const Shape& input, std::size_t channels, std::string_view layer);

/// Throws Fault::input when a row of shape `input` does not have `in` numbers, or is of maps, whose order in memory is not that of files.
void expect_numbers(const Shape& input, std::size_t in, std::string_view layer);

inline std::size_t positions(const Shape& maps) { return maps[1] * maps[2]; }

}  // namespace gen
