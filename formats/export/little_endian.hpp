#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace gen {

/// Adds the low `bytes` bytes of a number, lowest first.
inline void append_little_endian(std::string& out, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xffU);
}

}  // namespace gen
