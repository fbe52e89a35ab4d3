#pragma once

#include <memory>

#include "formats/arrays/array_file.hpp"

namespace gen {

/// HDF5 of anybody: data sets of integers, floats and h5py's bools, whatever the storage; texts. What MATLAB 7.3 writes, dimensions in reverse, is
/// shown as MATLAB does. AnnData's sparse matrices are arrays: a group of data, indices and indptr; so are its categories: codes and categories.
bool is_hdf5(const Bytes& bytes);
/// Throws Fault::input.
std::unique_ptr<const ArrayFile> open_hdf5(const Bytes& bytes);

}  // namespace gen
