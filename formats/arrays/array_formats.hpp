#pragma once

#include <memory>

#include "formats/arrays/array_file.hpp"

namespace gen {

bool is_array_file(const Bytes& bytes);
/// NPY, NPZ, MATLAB 4, 5 and 7.3, HDF5 of anybody. Throws Fault::input for anything else.
std::unique_ptr<const ArrayFile> open_array_file(const Bytes& bytes);

}  // namespace gen
