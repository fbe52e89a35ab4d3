#pragma once

#include <hdf5.h>

#include <cstddef>

#include "formats/hdf5/handle.hpp"

namespace gen::h5 {

/// A file that HDF5 reads through our hands: bytes in memory, or whatever `read` fetches. It sees which address HDF5 asks for, which no other call
/// of HDF5 1.10 tells of a chunk without going through all of them.
struct SeenFile {
    std::size_t size = 0;
    bool (*read)(void* source, std::size_t at, void* out, std::size_t bytes) = nullptr;  // false: it cannot be read; throws nothing
    void* source = nullptr;

    bool only_looks = false;     // raw data are not fetched; instead
    haddr_t seen_at = 0;         // is where they lie,
    std::size_t seen_bytes = 0;  // and how many there are
};

/// Opens it for reading. It outlives the handle.
Handle open_seen(SeenFile& file, const std::string& name);

}  // namespace gen::h5
