#pragma once

#include <string>
#include <string_view>

#include "formats/bytes.hpp"

namespace gen {

/// The program that compressed a file, told by its first bytes: "gzip", "bzip2", "xz", "zstd", "lz4"; empty where none did.
std::string_view packing_of(const Bytes& bytes);

/// Whether it begins as archives do that are read from end to end: tar, with or without a magic number, and 7z.
bool is_tar(const Bytes& bytes);
bool is_7z(const Bytes& bytes);

}  // namespace gen
