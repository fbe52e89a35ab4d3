#include "formats/counted_median.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <vector>

#include "formats/numbers.hpp"

namespace gen {
namespace {

constexpr int digit_bits = 16;
constexpr std::uint64_t sign = std::uint64_t{1} << 63;

/// Keys are ordered as their numbers are.
std::uint64_t key_of(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    return (bits & sign) != 0 ? ~bits : bits | sign;
}
double number_of(std::uint64_t key) { return std::bit_cast<double>((key & sign) != 0 ? key & ~sign : ~key); }

/// The number that `rank` others lie below.
double of_rank(const Dataset& set, std::size_t rank) {
    std::uint64_t known = 0;  // the upper bits of its key
    for (int shift = 64 - digit_bits; shift >= 0; shift -= digit_bits) {
        std::vector<std::size_t> counts(std::size_t{1} << digit_bits);
        for_each_number(set, [&](std::size_t, auto number) {
            const auto value = static_cast<double>(number);
            if (!std::isfinite(value)) return;
            const std::uint64_t upper = key_of(value) >> shift;
            if (upper >> digit_bits == known) ++counts[upper & 0xffff];
        });
        std::uint64_t digit = 0;
        for (; rank >= counts[digit]; ++digit) rank -= counts[digit];
        known = known << digit_bits | digit;
    }
    return number_of(known);
}

}  // namespace

double counted_median(const Dataset& set, std::size_t n) {
    const double above = of_rank(set, n / 2);
    const double below = n % 2 == 1 ? above : of_rank(set, n / 2 - 1);
    return below + (above - below) / 2;
}

}  // namespace gen
