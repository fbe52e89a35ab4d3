#pragma once

#include <string>
#include <vector>

#include "formats/document.hpp"

namespace gen::test {

/// How a damaged file is read.
enum class Road {
    verified,    // as every tool reads its input: what comes out must be what the whole file holds
    unverified,  // with its digest ignored, so that damage goes on to the code behind the reader
    foreign,     // as data-import reads HDF5 of others
};

struct Seed {
    std::size_t number;
    std::string name;
    Road road;
    bool is_ours;  // made by our writer
    std::string bytes;
    std::string content;  // content_of(), of Road::verified
};

/// All that a document says.
std::string content_of(const Document& document);

/// Files to be damaged: ours, small and over 32 KiB, in one piece and in chunks, and such as h5py writes by default, without checksums.
std::vector<Seed> hdf5_seeds();

}  // namespace gen::test
