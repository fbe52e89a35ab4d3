#pragma once

#include <string>
#include <string_view>

#include "formats/bytes.hpp"

namespace gen {

/// Formats of others that are not read, by how files begin: what one is, and what to do instead, "is an HTML page, not data: perhaps the download
/// failed". Empty for any other file. With `expected`, which is "HDF5", this is said in between.
std::string refusal_of(const Bytes& bytes, std::string_view expected = "");

}  // namespace gen
