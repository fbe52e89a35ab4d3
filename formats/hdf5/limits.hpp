#pragma once

#include <cstddef>

namespace gen::h5 {

/// What a file may hold at most; beyond it is refused (Fault::input).
namespace limit {
inline constexpr std::size_t depth = 8;
inline constexpr std::size_t objects = 100'000;
inline constexpr std::size_t name_bytes = 255;
inline constexpr std::size_t rank = 8;
inline constexpr std::size_t attributes = 1'000;                   // of one object
inline constexpr std::size_t attribute_bytes = 64 << 10;           // of one attribute
inline constexpr std::size_t text_bytes = std::size_t{64} << 20;   // of a text data set
inline constexpr std::size_t tensor_bytes = std::size_t{2} << 30;  // of a data set that is loaded whole: compressed, or of a foreign number type
inline constexpr std::size_t loaded_bytes = std::size_t{4} << 30;  // of all of them together, and of a file that comes through a pipe
}  // namespace limit

}  // namespace gen::h5
