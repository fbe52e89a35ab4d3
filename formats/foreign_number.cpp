#include "formats/foreign_number.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "core/error.hpp"

namespace gen {
namespace {

static_assert(std::endian::native == std::endian::little, "foreign numbers are turned into little-endian ones");

struct Half {
    std::uint16_t bits;
    template <class Out>
    explicit operator Out() const {
        return static_cast<Out>(from_half(bits));
    }
};

template <class T, class Out>
void convert_as(const std::byte* in, bool big_endian, std::size_t n, Out* out) {
    for (std::size_t i = 0; i < n; ++i) {
        std::byte raw[sizeof(T)];
        std::memcpy(raw, in + i * sizeof(T), sizeof(T));
        if (big_endian) std::reverse(raw, raw + sizeof(T));
        T value;
        std::memcpy(&value, raw, sizeof(T));
        out[i] = static_cast<Out>(value);
    }
}

template <class Out>
void convert_to(const std::byte* in, const NumberType& type, std::size_t n, Out* out) {
    using Kind = NumberType::Kind;
    if (type.is_byte()) {
        for (std::size_t i = 0; i < n; ++i) out[i] = static_cast<Out>(std::to_integer<std::uint8_t>(in[i]));
        return;
    }
    const auto is = [&](Kind kind, std::size_t bytes) { return type.kind == kind && type.bytes == bytes; };
    if (is(Kind::natural, 2)) return convert_as<std::uint16_t>(in, type.big_endian, n, out);
    if (is(Kind::natural, 4)) return convert_as<std::uint32_t>(in, type.big_endian, n, out);
    if (is(Kind::natural, 8)) return convert_as<std::uint64_t>(in, type.big_endian, n, out);
    if (is(Kind::whole, 1)) return convert_as<std::int8_t>(in, type.big_endian, n, out);
    if (is(Kind::whole, 2)) return convert_as<std::int16_t>(in, type.big_endian, n, out);
    if (is(Kind::whole, 4)) return convert_as<std::int32_t>(in, type.big_endian, n, out);
    if (is(Kind::whole, 8)) return convert_as<std::int64_t>(in, type.big_endian, n, out);
    if (is(Kind::floating, 2)) return convert_as<Half>(in, type.big_endian, n, out);
    if (is(Kind::floating, 4)) return convert_as<float>(in, type.big_endian, n, out);
    if (is(Kind::floating, 8)) return convert_as<double>(in, type.big_endian, n, out);
    fail("numbers of ", type.bytes, " bytes are not known");
}

}  // namespace

std::string name_of(const NumberType& type) {
    constexpr char letters[] = {'u', 'i', 'f'};
    return join(letters[static_cast<std::size_t>(type.kind)], 8 * type.bytes);
}

void convert(const std::byte* in, const NumberType& type, std::size_t n, real* out) { convert_to(in, type, n, out); }

void convert_to_double(const std::byte* in, const NumberType& type, std::size_t n, double* out) { convert_to(in, type, n, out); }

float from_half(std::uint16_t bits) {
    const int exponent = bits >> 10 & 31;
    const auto fraction = static_cast<float>(bits & 1023);
    float magnitude = 0;
    if (exponent == 31)
        magnitude = fraction == 0 ? std::numeric_limits<float>::infinity() : std::numeric_limits<float>::quiet_NaN();
    else
        magnitude = exponent == 0 ? std::ldexp(fraction, -24) : std::ldexp(1024 + fraction, exponent - 25);
    return (bits >> 15) != 0 ? -magnitude : magnitude;
}

std::size_t natural_at(const std::byte* in, std::size_t bytes, bool big_endian) {
    std::size_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | std::to_integer<std::size_t>(in[big_endian ? i : bytes - 1 - i]);
    return value;
}

}  // namespace gen
