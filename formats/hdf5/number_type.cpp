#include "formats/hdf5/number_type.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/error.hpp"
#include "formats/foreign_number.hpp"

namespace gen::h5 {
namespace {

std::uint64_t load(const std::byte* p, std::size_t size, bool big_endian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value |= std::to_integer<std::uint64_t>(p[big_endian ? size - 1 - i : i]) << (8 * i);
    return value;
}

std::int64_t extend_sign(std::uint64_t bits, std::size_t size) {
    const auto shift = static_cast<unsigned>(64 - 8 * size);
    return static_cast<std::int64_t>(bits << shift) >> shift;
}

template <class T>
void store(std::byte* to, T value) {
    std::memcpy(to, &value, sizeof value);
}

}  // namespace

bool NumberType::is_plain() const { return size == size_of(type) && (!big_endian || size == 1); }

void NumberType::convert(const std::byte* from, std::byte* to, std::size_t n) const {
    const std::size_t width = size_of(type);
    for (std::size_t i = 0; i < n; ++i, from += size, to += width) {
        const std::uint64_t bits = load(from, size, big_endian);
        if (is_float && size == 2)
            store(to, from_half(static_cast<std::uint16_t>(bits)));
        else if (is_float || !is_signed)
            std::memcpy(to, &bits, width);  // widened by zeros
        else if (width == 4)
            store(to, static_cast<std::int32_t>(extend_sign(bits, size)));
        else
            store(to, extend_sign(bits, size));
    }
}

std::string stored_name(const NumberType& number) { return join(number.is_float ? 'f' : number.is_signed ? 'i' : 'u', 8 * number.size); }

std::size_t byte_count(const Shape& shape, std::size_t number_bytes, const std::string& where) {
    std::size_t product = number_bytes;
    bool empty = false;
    for (const std::size_t extent : shape) {
        empty = empty || extent == 0;
        if (__builtin_mul_overflow(product, std::max<std::size_t>(extent, 1), &product) || product > (std::size_t{1} << 62))
            fail(where, ": shape ", text(shape), " is too large");
    }
    return empty ? 0 : product;
}

}  // namespace gen::h5
