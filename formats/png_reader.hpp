#pragma once

#include <cstddef>
#include <cstring>
#include <span>
#include <string>

#include "picture/resample.hpp"

namespace gen {

/// Whether a file that starts so is one; 8 bytes are enough. Inline: a tool that only asks does not load the decoder.
inline bool is_png(std::span<const std::byte> head) {
    constexpr unsigned char magic[8] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    return head.size() >= sizeof(magic) && std::memcmp(head.data(), magic, sizeof(magic)) == 0;
}

/// A PNG of any kind: one channel where it is grey, three where it has colours or a palette; what is transparent lies on black. Samples of 16 bits
/// are 0 ... 65535, all others 0 ... 255: the result is 16 or 8. Samples are taken as they are stored, as browsers draw untagged pictures: colour
/// profiles and gamma (gAMA, iCCP, sRGB, cICP) change nothing, and alpha weighs the stored values. Throws Fault::input, `name` first, of a picture
/// that is too large (held.hpp), too.
int read_png(std::span<const std::byte> file, const std::string& name, Picture& out);

}  // namespace gen
