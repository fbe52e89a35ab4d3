#include "formats/hdf5/stored_type.hpp"

#include <cstdint>

#include "core/error.hpp"

namespace gen::h5 {
namespace {

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

std::string refusal_of_type(hid_t type, NumberType& number) {
    const H5T_class_t kind = H5Tget_class(type);
    if (kind != H5T_INTEGER && kind != H5T_FLOAT) return join("is of ", class_name(type), " type, expected integers or floats");
    const std::size_t size = H5Tget_size(type);
    number.size = size;
    number.is_float = kind == H5T_FLOAT;
    number.is_signed = kind == H5T_INTEGER && H5Tget_sign(type) == H5T_SGN_2;
    number.big_endian = H5Tget_order(type) == H5T_ORDER_BE;
    const bool ordered = size == 1 || number.big_endian || H5Tget_order(type) == H5T_ORDER_LE;
    const bool sized = size == 1 || size == 2 || size == 4 || size == 8;
    const bool whole = H5Tget_precision(type) == 8 * size && H5Tget_offset(type) == 0;
    if (!ordered || !sized || !whole || (number.is_float && !is_ieee(type, size)))
        return join("has ", number.is_float ? "floats" : "integers", " of ", H5Tget_precision(type), " bits in ", size, " bytes, expected ",
                    number.is_float ? "IEEE floats of 2, 4 or 8 bytes" : "1, 2, 4 or 8 whole bytes");
    number.type = holder(number);
    return "";
}

bool is_bool(hid_t type) {
    if (H5Tget_class(type) != H5T_ENUM || H5Tget_nmembers(type) != 2 || H5Tget_size(type) != 1) return false;
    std::int8_t low = -1, high = -1;
    return H5Tenum_valueof(type, "FALSE", &low) >= 0 && H5Tenum_valueof(type, "TRUE", &high) >= 0 && low == 0 && high == 1;
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
