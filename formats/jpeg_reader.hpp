#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "picture/resample.hpp"

namespace gen {

/// Whether a file that starts so is one; 8 bytes are enough. Inline: a tool that only asks does not load the decoder.
inline bool is_jpeg(std::span<const std::byte> head) {
    return head.size() >= 3 && head[0] == std::byte{0xff} && head[1] == std::byte{0xd8} && head[2] == std::byte{0xff};
}

/// A JPEG as 8-bit grey (one channel) or RGB (three), decoded with the accurate integer transform. What the decoder would mend with a warning
/// (data that end early, damaged codes) is refused. Throws Fault::input, `name` first.
void read_jpeg(std::span<const std::byte> file, const std::string& name, Picture& out);

}  // namespace gen
