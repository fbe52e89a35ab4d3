#pragma once

#include <memory>
#include <optional>

#include "formats/source.hpp"

namespace gen {

/// MATLAB 5 files: a header of 128 bytes ("MATLAB 5.0 MAT-file ...", version, "IM" or "MI" for the byte order), then elements of a tag (type,
/// bytes) and data, compressed by zlib or not. The largest real numeric matrix is taken. Matrices lie column by column:
///   [D,N]      every column is one of N rows; with a shape of N columns' size that fits the rows instead, every row is
///   [H,W,N]    N pictures of one channel
///   [H,W,C,N]  N pictures of C channels
bool is_mat(const Bytes& bytes);

/// `shape` (C,H,W) says how a column lies, row by row. Throws Fault::input.
std::unique_ptr<Source> open_mat(const Bytes& bytes, const std::optional<Shape>& shape);

}  // namespace gen
