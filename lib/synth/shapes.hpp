#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace gen::synth {

/// The names of the shapes, in the order of their labels.
std::span<const std::string_view> shape_names();

/// The shape that picture `i` shows. Each run of as many pictures as there are shapes has every one once, in random order.
std::int32_t shape_label(std::uint64_t seed, std::uint32_t i);

/// Picture `i`, [3,size,size] bytes (red, green, blue planes): one filled shape of random place, size, turn and colour, in front of a colour
/// gradient that it stands out from. A function of (seed, size, i) alone. `size` is at least 8.
void draw_shape(std::uint64_t seed, std::size_t size, std::uint32_t i, std::uint8_t* out);

}  // namespace gen::synth
