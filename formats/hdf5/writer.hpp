#pragma once

#include <cstddef>
#include <string>

#include "formats/document.hpp"
#include "formats/hdf5/stored_file.hpp"

namespace gen::h5 {

/// Data sets up to this size lie inside their object header; larger ones contiguous, or in compressed chunks where the data set asks for it.
inline constexpr std::size_t compact_bytes = 32 << 10;
inline constexpr std::size_t chunk_rows = 256;

/// The bytes of all data sets.
std::size_t payload_bytes(const Document& document);

/// A document as the bytes of an HDF5 file, made in memory. The bytes are a function of the document: no times, fixed order and versions. Rows are
/// asked for once and in order, the data sets in the digest's order (formats/digest.hpp) with what it leaves out at the end.
Buffer write_bytes(const Document& document, const std::string& name);

/// The same bytes into the regular file `path`, which is open as `fd`, one block of rows at a time. Throws Fault::io.
void write_file(const Document& document, const std::string& path, int fd, const std::string& name);

}  // namespace gen::h5
