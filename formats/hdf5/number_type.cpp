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

bool is_ieee(hid_t type, std::size_t size) {
    if (size == 4) return H5Tequal(type, H5T_IEEE_F32LE) > 0 || H5Tequal(type, H5T_IEEE_F32BE) > 0;
    if (size == 8) return H5Tequal(type, H5T_IEEE_F64LE) > 0 || H5Tequal(type, H5T_IEEE_F64BE) > 0;
    std::size_t sign = 0, exponent = 0, exponent_bits = 0, fraction = 0, fraction_bits = 0;
    return size == 2 && H5Tget_fields(type, &sign, &exponent, &exponent_bits, &fraction, &fraction_bits) >= 0 && sign == 15 && exponent == 10 &&
           exponent_bits == 5 && fraction == 0 && fraction_bits == 10 && H5Tget_ebias(type) == 15 && H5Tget_norm(type) == H5T_NORM_IMPLIED;
}

Type holder(const NumberType& t) {
    if (t.is_float) return t.size == 8 ? Type::f64 : Type::f32;
    if (!t.is_signed && t.size == 1) return Type::u8;
    if (!t.is_signed && t.size == 8) return Type::u64;
    return t.size == 8 || (t.size == 4 && !t.is_signed) ? Type::i64 : Type::i32;
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

NumberType number_type(hid_t type, const std::string& where) {
    const H5T_class_t kind = H5Tget_class(type);
    if (kind != H5T_INTEGER && kind != H5T_FLOAT) fail(where, " is of a ", class_name(type), " type, expected integers or floats");
    const std::size_t size = H5Tget_size(type);
    NumberType number;
    number.size = size;
    number.is_float = kind == H5T_FLOAT;
    number.is_signed = kind == H5T_INTEGER && H5Tget_sign(type) == H5T_SGN_2;
    number.big_endian = H5Tget_order(type) == H5T_ORDER_BE;
    const bool ordered = size == 1 || number.big_endian || H5Tget_order(type) == H5T_ORDER_LE;
    const bool sized = size == 1 || size == 2 || size == 4 || size == 8;
    const bool whole = H5Tget_precision(type) == 8 * size && H5Tget_offset(type) == 0;
    if (!ordered || !sized || !whole || (number.is_float && !is_ieee(type, size)))
        fail(where, " has ", number.is_float ? "floats" : "integers", " of ", H5Tget_precision(type), " bits in ", size, " bytes, expected ",
             number.is_float ? "IEEE floats of 2, 4 or 8 bytes" : "1, 2, 4 or 8 whole bytes");
    number.type = holder(number);
    return number;
}

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

hid_t file_type(Type type) {
    switch (type) {
        case Type::u8: return H5T_STD_U8LE;
        case Type::i32: return H5T_STD_I32LE;
        case Type::i64: return H5T_STD_I64LE;
        case Type::u64: return H5T_STD_U64LE;
        case Type::f32: return H5T_IEEE_F32LE;
        case Type::f64: return H5T_IEEE_F64LE;
        case Type::text: break;
    }
    return H5T_C_S1;
}

std::string class_name(hid_t type) {
    if (H5Tis_variable_str(type) > 0) return "variable-length";
    switch (H5Tget_class(type)) {
        case H5T_INTEGER: return "integer";
        case H5T_FLOAT: return "float";
        case H5T_STRING: return "string";
        case H5T_BITFIELD: return "bitfield";
        case H5T_OPAQUE: return "opaque";
        case H5T_COMPOUND: return "compound";
        case H5T_REFERENCE: return "reference";
        case H5T_ENUM: return "enumeration";
        case H5T_VLEN: return "variable-length";
        case H5T_ARRAY: return "array";
        default: return "unknown";
    }
}

}  // namespace gen::h5
