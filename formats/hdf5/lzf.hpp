#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace gen::h5 {

/// Of the LZF format, in which h5py can store chunks: literal runs, and copies of what came up to 8 KiB before. Throws Fault::input, beginning with
/// `where`, unless it gives `bytes` bytes exactly.
std::vector<std::byte> unpack_lzf(std::span<const std::byte> packed, std::size_t bytes, const std::string& where);

}  // namespace gen::h5
