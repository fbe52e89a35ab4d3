#pragma once

#include <cstddef>
#include <cstdint>

namespace gen::synth {

/// The digit that picture `i` shows. Each run of ten pictures (0 to 9, 10 to 19, ...) has every digit once, in random order.
std::int32_t digit_label(std::uint64_t seed, std::uint32_t i);

/// Picture `i`, size x size grey values with ink 255 on 0: a digit written with a pen of changing width in one of several ways, turned, sheared,
/// stretched and bent at random. As in MNIST it fills a box of 20/28 of the size and its centre of mass lies near the middle.
/// A function of (seed, size, i) alone. `size` is at least 8.
void draw_digit(std::uint64_t seed, std::size_t size, std::uint32_t i, std::uint8_t* out);

}  // namespace gen::synth
