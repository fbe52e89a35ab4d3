#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <type_traits>

namespace gen {

/// Whether all are numbers. In whole vectors: by the bits of the exponent, which are all set in an infinity or what is no number.
template <class Number>
bool all_finite(std::span<const Number> numbers) {
    using Bits = std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>;
    constexpr Bits exponent = sizeof(Number) == 4 ? Bits{0x7F800000U} : Bits(0x7FF0000000000000U);
    Bits found = 0;
    for (const Number number : numbers) found |= static_cast<Bits>((std::bit_cast<Bits>(number) & exponent) == exponent);
    return found == 0;
}

}  // namespace gen
