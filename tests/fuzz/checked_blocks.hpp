#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gen::test {

/// A piece of an HDF5 file's metadata, from its signature on.
struct MetadataBlock {
    std::size_t begin = 0;
    std::size_t end = 0;              // where its checksum lies, if it has one
    bool has_checksum = false;        // of 4 bytes at `end`, or
    std::size_t inside_checksum = 0;  // here, over the whole block as if these were 0 (direct blocks of a fractal heap)
};

/// Those whose checksum (Jenkins, lookup3) is right, and pieces behind signatures of those that have none.
std::vector<MetadataBlock> metadata_blocks(const std::string& file);

/// Makes the checksum right for what the block holds now.
void mend(std::string& file, const MetadataBlock& block);

}  // namespace gen::test
