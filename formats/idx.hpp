#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "formats/source.hpp"

namespace gen {

/// IDX, the format of MNIST, compressed with gzip or not:
///   0, 0, type (08 u8, 09 i8, 0B i16, 0C i32, 0D f32, 0E f64), number of dimensions; then each dimension, 4 bytes; then the numbers, last
///   dimension fastest; all big-endian. The file has exactly that length.
/// [N,H,W] are pictures of one channel, [N,C,H,W] of C, [N,D] table rows.
bool is_idx(const Bytes& bytes);

/// `shape` (C,H,W) says how a row lies where the file's dimensions do not. Throws Fault::input.
std::unique_ptr<Source> open_idx(const Bytes& bytes, const std::optional<Shape>& shape);

/// An IDX file of labels: of one dimension, or QMNIST's rows of eight numbers, whose first is the class.
std::vector<std::int32_t> read_idx_labels(const Bytes& bytes);

}  // namespace gen
