#pragma once

#include <memory>

#include "formats/arrays/array_file.hpp"

namespace gen {

/// MATLAB 5 files: a header of 128 bytes ("MATLAB 5.0 MAT-file ...", version, "IM" or "MI" for the byte order), then elements of a tag (type,
/// bytes) and data, compressed by zlib or not. Fields of structures are NAME.FIELD, of an array of them NAME(2).FIELD, cells NAME{2}.
/// MATLAB 4 files: matrices one after the other, each a header of 20 bytes, its name and its numbers.
/// Numbers lie column by column, so that what is shown as [H,W,C,N] is [N,C,W,H] row by row.
bool is_mat(const Bytes& bytes);
/// Throws Fault::input.
std::unique_ptr<const ArrayFile> open_mat(const Bytes& bytes);

/// A MATLAB 7.3 file is HDF5 behind a header of 512 bytes.
bool is_mat73(const Bytes& bytes);

}  // namespace gen
