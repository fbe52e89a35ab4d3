#pragma once

#include "formats/export/exported.hpp"

namespace gen {

/// A safetensors file: 8 bytes that say how long the header is; that, JSON which says of each array type, shape and place, padded to a multiple of 8
/// bytes; then the arrays, one behind the other. Arrays stand in bytewise order of their names.
void write_safetensors(const Exported& exported, const std::string& producer, const Sink& sink);

}  // namespace gen
