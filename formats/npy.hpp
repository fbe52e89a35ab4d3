#pragma once

#include <memory>
#include <optional>

#include "formats/source.hpp"

namespace gen {

/// NumPy's NPY, versions 1 to 3: "\x93NUMPY", version, header length (2 or 4 bytes), a Python dictionary of descr, fortran_order and shape, then
/// the numbers. Row-major only. [N,D] are table rows, [N,H,W] pictures of one channel, [N,C,H,W] of C.
bool is_npy(const Bytes& bytes);

/// What the header says.
struct NpyArray {
    NumberType type;
    Shape shape;
    std::size_t offset = 0;  // of the first number
    bool column_major = false;
};
/// Throws Fault::input.
NpyArray npy_array(const Bytes& bytes);
/// Throws Fault::input where the numbers do not end with the bytes.
void expect_whole(const Bytes& bytes, const NpyArray& array);

/// `shape` (C,H,W) says how a row lies where the file's dimensions do not. Throws Fault::input.
std::unique_ptr<Source> open_npy(const Bytes& bytes, const std::optional<Shape>& shape);

}  // namespace gen
