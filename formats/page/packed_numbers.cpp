#include "formats/page/packed_numbers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>
#include <vector>

namespace gen::page {
namespace {

constexpr double greatest_half = 65504;
constexpr std::size_t block = 256;
constexpr std::size_t least_in_bytes = 1024;

void append(std::string& bytes, std::uint32_t word, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(word >> (8 * i) & 255);
}

void append(std::string& bytes, real number) { append(bytes, std::bit_cast<std::uint32_t>(static_cast<float>(number)), 4); }

real largest(std::span<const real> numbers) {
    real most = 0;
    for (const real v : numbers) most = std::max(most, std::abs(v));
    return most;
}

/// At most `block` numbers.
void append_scaled(std::string& bytes, std::span<const real> numbers) {
    const auto scale = static_cast<float>(largest(numbers) / 127);
    append(bytes, std::bit_cast<std::uint32_t>(scale), 4);
    for (const real v : numbers) {
        const double units = scale > 0 ? std::clamp(std::nearbyint(static_cast<double>(v) / static_cast<double>(scale)), -127.0, 127.0) : 0;
        bytes += static_cast<char>(static_cast<std::int8_t>(units));
    }
}

/// What a tensor is kept as.
Precision kept(const Matrix& numbers, Precision wanted) {
    if (wanted == Precision::half && static_cast<double>(largest(numbers.values())) > greatest_half) return Precision::single;
    return wanted == Precision::byte && numbers.size() < least_in_bytes ? Precision::single : wanted;
}

}  // namespace

Json add_numbers(std::string& bytes, const Matrix& numbers, Precision precision) {
    const std::span<const real> values = numbers.values();
    const std::size_t first = bytes.size();
    const Precision how = kept(numbers, precision);
    if (how == Precision::byte)
        for (std::size_t i = 0; i < values.size(); i += block) append_scaled(bytes, values.subspan(i, std::min(block, values.size() - i)));
    else
        for (const real v : values) how == Precision::half ? append(bytes, half_of(static_cast<float>(v)), 2) : append(bytes, v);
    return std::vector<std::size_t>{first, values.size(), how == Precision::byte ? 1U : how == Precision::half ? 2U : 4U};
}

std::uint16_t half_of(float number) {
    const auto bits = std::bit_cast<std::uint32_t>(number);
    const auto sign = static_cast<std::uint16_t>(bits >> 16 & 0x8000);
    const double size = std::abs(static_cast<double>(number));
    if (std::isnan(number)) return 0x7e00;
    if (size >= 65520) return sign | 0x7c00;
    constexpr int least_exponent = -14;  // below it halves have fewer digits
    const int exponent = std::max(least_exponent, size > 0 ? std::ilogb(size) : least_exponent);
    const auto units = static_cast<std::uint32_t>(std::nearbyint(std::ldexp(size, 10 - exponent)));
    // 1024 units and more carry into the exponent by themselves.
    return static_cast<std::uint16_t>(sign | ((static_cast<std::uint32_t>(exponent - least_exponent) << 10) + units));
}

}  // namespace gen::page
