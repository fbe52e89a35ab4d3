#pragma once

#include <string>
#include <vector>

#include "formats/export/exported.hpp"

namespace gen {

/// The beginning of a NumPy file, version 1.0 (2.0 where that has no room): row-major, little-endian; its length is a multiple of 64 bytes.
std::string npy_header(Type type, const Shape& shape);
void write_npy(const Dataset& array, const Sink& sink);
std::size_t npy_bytes(const Dataset& array);

/// A whole file of texts, '<U', which needs no pickle.
std::string npy_of_texts(const std::vector<std::string>& texts);

}  // namespace gen
