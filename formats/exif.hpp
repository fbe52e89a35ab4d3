#pragma once

#include <cstddef>
#include <span>

namespace gen {

/// Whether a JPEG file that starts so says (Exif) that its pixels do not lie as the picture was seen: turned, or mirrored, by a camera.
bool is_turned(std::span<const std::byte> head);

}  // namespace gen
