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

/// A JPEG as 8-bit grey (one channel) or RGB (three), decoded with the accurate integer transform. CMYK and YCCK become RGB by ink alone, as viewers
/// do that know no profile; their inks are stored inverted where an Adobe marker says so. What the decoder would mend with a warning (data that end
/// early, damaged codes) is refused. An orientation (Exif) is not followed: pixels come as they are stored. Throws Fault::input, `name` first.
void read_jpeg(std::span<const std::byte> file, const std::string& name, Picture& out);

/// How many channels read_jpeg() makes of a file that starts so; 0 where its frame header lies further on, or nowhere.
std::size_t jpeg_channels(std::span<const std::byte> head);

}  // namespace gen
