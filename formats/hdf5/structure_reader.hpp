#pragma once

#include "formats/hdf5/stored_file.hpp"
#include "formats/hdf5/structure.hpp"

namespace gen::h5 {

/// Looks up all of a file, in a process of its own where that is asked for (formats/hdf5/sandbox.hpp). Data sets that cannot be read say why; objects
/// that are no data sets are passed over. Nothing is loaded but compact data and small texts. Throws Fault::input.
Structure structure_of(const StoredFile& stored, Whose whose);

}  // namespace gen::h5
