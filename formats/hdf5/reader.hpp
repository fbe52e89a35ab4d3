#pragma once

#include <memory>
#include <string>

#include "formats/document.hpp"
#include "formats/hdf5/stored_file.hpp"

namespace gen::h5 {

enum class Reading {
    verified,    // and the digest compared, where the file has one
    unverified,  // the digest is left to the caller
    structure,   // compressed data sets are looked up but not loaded: they have no rows
};

/// Reads a file that nobody vouches for. HDF5 parses the structure only, in a process of its own where the file is not the user's (sandbox.hpp);
/// numbers are read by our own code, contiguous ones when they are asked for. Accepted: groups and data sets by hard links, each once; integers and
/// floats that convert exactly to a Type; scalar strings of fixed length; compact, contiguous or chunked storage inside the file; deflate, shuffle
/// and fletcher32; what was never written has the fill value. Passed over, unless they are asked for: compound, variable-length, reference and all
/// other types. Refused, without opening another file: soft and external links, external storage, virtual data sets; storage that overlaps or that
/// does not fit the declared size.
Document read_document(const std::shared_ptr<const StoredFile>& stored, Reading reading = Reading::verified);

}  // namespace gen::h5
