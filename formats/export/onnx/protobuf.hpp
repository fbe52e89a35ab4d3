#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/export/little_endian.hpp"

namespace gen {

/// A message of Protocol Buffers as it grows: fields in the order in which they are added.
class ProtobufMessage {
public:
    void add(unsigned field, std::int64_t value) {
        key(field, 0);
        varint(static_cast<std::uint64_t>(value));
    }
    void add(unsigned field, float value) {
        key(field, 5);
        append_little_endian(bytes_, std::bit_cast<std::uint32_t>(value), 4);
    }
    void add(unsigned field, std::string_view text) {
        key(field, 2);
        varint(text.size());
        bytes_ += text;
    }
    void add(unsigned field, const ProtobufMessage& message) { add(field, std::string_view(message.bytes_)); }

    const std::string& bytes() const { return bytes_; }

private:
    void key(unsigned field, unsigned wire_type) { varint(field << 3U | wire_type); }
    void varint(std::uint64_t value) {
        for (; value >= 0x80; value >>= 7U) bytes_ += static_cast<char>(value | 0x80U);
        bytes_ += static_cast<char>(value);
    }

    std::string bytes_;
};

}  // namespace gen
