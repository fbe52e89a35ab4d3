#pragma once

#include <cstddef>
#include <string>

#include "formats/document.hpp"

namespace gen::h5 {

/// How a file stores numbers, and the Type that holds each of them exactly: unsigned and signed integers of 1, 2, 4, 8 bytes and IEEE floats
/// of 2, 4, 8, in either byte order.
struct NumberType {
    Type type = Type::u8;
    std::size_t size = 1;  // bytes of one stored number
    bool is_float = false;
    bool is_signed = false;
    bool big_endian = false;

    /// The stored bytes are those of `type`.
    bool is_plain() const;
    /// n stored numbers -> n numbers of `type`.
    void convert(const std::byte* from, std::byte* to, std::size_t n) const;
};

/// "u8", "i16", "f64"
std::string stored_name(const NumberType& number);

/// The bytes of an array. Throws Fault::input, beginning with `where`, when they do not fit 62 bits.
std::size_t byte_count(const Shape& shape, std::size_t number_bytes, const std::string& where);

}  // namespace gen::h5
