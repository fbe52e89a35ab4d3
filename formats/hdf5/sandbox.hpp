#pragma once

#include "formats/hdf5/stored_file.hpp"
#include "formats/hdf5/structure.hpp"
#include "formats/sandbox.hpp"

namespace gen::h5 {

/// structure_of(), in a confined process where use_sandbox() says so.
Structure sandboxed_structure_of(const StoredFile& stored, Whose whose);

}  // namespace gen::h5
