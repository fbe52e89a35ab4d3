#pragma once

#include <memory>

#include "formats/arrays/array_file.hpp"

namespace gen {

/// An NPY file (formats/npy.hpp), which is one array without a name, and an NPZ file: a zip archive of NPY files.
std::unique_ptr<const ArrayFile> open_npy(const Bytes& bytes);
bool is_npz(const Bytes& bytes);
std::unique_ptr<const ArrayFile> open_npz(const Bytes& bytes);

}  // namespace gen
