#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "formats/bytes.hpp"

namespace gen {

/// What deflated bytes unpack to, to be read at any place without being held: unpacked in order as far as they are asked for, again from one of the
/// places that are remembered on the way where they were passed. `size` of them, whose CRC-32 is compared when their end is reached. Throws
/// Fault::input, then or at once, when that cannot be; `name` begins the message.
Bytes inflated(const Bytes& packed, Frame frame, std::size_t size, const std::string& name, std::optional<std::uint32_t> checksum = {});

}  // namespace gen
