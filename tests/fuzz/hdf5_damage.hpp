#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/checked_blocks.hpp"

namespace gen::test {

struct Damage {
    std::uint64_t run = 0;
    std::size_t number = 0;
    std::size_t file = 0;
};

/// A damaged HDF5 file, always the same for the same numbers. Every other one is damaged inside of metadata, and no checksum tells of it; the rest
/// anywhere, half of that at both ends of the file, or cut short.
std::string damaged(const std::string& whole, const std::vector<MetadataBlock>& blocks, const Damage& which);
bool is_mended(std::size_t number);

}  // namespace gen::test
