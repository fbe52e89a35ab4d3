#pragma once

#include "formats/export/exported.hpp"

namespace gen {

/// NumPy's NPZ: every array as NAME.npy in a zip file, not compressed, and the names of classes as `classes`. The same bytes for the same arrays.
void write_npz(const Exported& exported, const Sink& sink);

}  // namespace gen
