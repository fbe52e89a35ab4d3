#pragma once

#include <string>
#include <string_view>

#include "formats/bytes.hpp"

namespace gen {

/// "an IDX file compressed with gzip"; empty if data-import does not read it.
std::string data_format(const Bytes& bytes);

/// "data/digits" of "data/digits.idx.gz"
std::string imported_stem(const std::string& name);
/// What a file is called once it is imported: "data/digits.h5" of "data/digits.idx.gz".
std::string imported_name(const std::string& name);

/// What makes a gentools file of it: "data-import digits.gz -o digits.h5"; of "stdin" in words.
std::string import_command(const std::string& name);

/// Why a file is not HDF5, and what makes HDF5 of it: "is an IDX file compressed with gzip, expected HDF5: data-import digits.gz -o digits.h5". Of
/// what is not recognised: "not an HDF5 file".
std::string not_hdf5(const Bytes& bytes);
/// The same of a folder.
std::string folder_not_hdf5(const std::string& name);

}  // namespace gen
