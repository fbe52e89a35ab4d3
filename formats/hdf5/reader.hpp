#pragma once

#include <memory>
#include <string>

#include "formats/document.hpp"
#include "formats/hdf5/stored_file.hpp"

namespace gen::h5 {

/// What a file may hold at most; beyond it is refused (Fault::input).
namespace limit {
inline constexpr std::size_t depth = 8;
inline constexpr std::size_t objects = 100'000;
inline constexpr std::size_t name_bytes = 255;
inline constexpr std::size_t rank = 8;
inline constexpr std::size_t attributes = 1'000;                   // of one object
inline constexpr std::size_t attribute_bytes = 64 << 10;           // of one attribute
inline constexpr std::size_t text_bytes = std::size_t{64} << 20;   // of a text data set
inline constexpr std::size_t tensor_bytes = std::size_t{2} << 30;  // of a data set that is loaded whole: compressed, or of a foreign number type
inline constexpr std::size_t loaded_bytes = std::size_t{4} << 30;  // of all of them together, and of a file that comes through a pipe
}  // namespace limit

enum class Reading {
    verified,    // and the digest compared, where the file has one
    unverified,  // the digest is left to the caller
    structure,   // compressed data sets are looked up but not loaded: they have no rows
};

/// Reads a file that nobody vouches for. HDF5 parses the structure only; numbers are read by our own code, contiguous ones when they are
/// asked for. Accepted: groups and data sets by hard links, each once; integers and floats that convert exactly to a Type; scalar strings of
/// fixed length; compact, contiguous or chunked storage inside the file; deflate, shuffle and fletcher32. Refused, without opening another
/// file: soft and external links, external storage, virtual data sets, compound, variable-length, reference and all other types; storage that
/// overlaps, that is missing or that does not fit the declared size.
Document read_document(std::shared_ptr<const StoredFile> stored, Reading reading = Reading::verified);

}  // namespace gen::h5
