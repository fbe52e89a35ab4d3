#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "picture/resample.hpp"

namespace gen {

/// Whether a file that starts so is one; 8 bytes are enough.
bool is_jpeg(std::span<const std::byte> head);

/// A JPEG as 8-bit grey (one channel) or RGB (three), decoded with the accurate integer transform. What the decoder would mend with a warning
/// (data that end early, damaged codes) is refused. Throws Fault::input, `name` first.
void read_jpeg(std::span<const std::byte> file, const std::string& name, Picture& out);

}  // namespace gen
