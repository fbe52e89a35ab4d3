#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/real.hpp"

namespace gen {

/// A number as foreign files hold it.
struct NumberType {
    enum class Kind { natural, whole, floating };  // unsigned, signed, IEEE
    Kind kind = Kind::natural;
    std::size_t bytes = 1;  // 1, 2, 4, 8; floating: 2, 4, 8
    bool big_endian = false;

    bool is_byte() const { return kind == Kind::natural && bytes == 1; }
    bool operator==(const NumberType&) const = default;
};

/// "u8", "f64"
std::string name_of(const NumberType& type);

/// n numbers from `in` (any alignment) as `real`; what a float cannot hold becomes infinite.
void convert(const std::byte* in, const NumberType& type, std::size_t n, real* out);
/// The same as `double`, which holds all of them but whole numbers beyond 2^53.
void convert_to_double(const std::byte* in, const NumberType& type, std::size_t n, double* out);
/// IEEE binary16, which holds nothing that a float cannot.
float from_half(std::uint16_t bits);

/// A natural number of 2, 4 or 8 bytes, for headers.
std::size_t natural_at(const std::byte* in, std::size_t bytes, bool big_endian);

}  // namespace gen
