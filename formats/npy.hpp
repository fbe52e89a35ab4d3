#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/matrix.hpp"
#include "formats/bytes.hpp"
#include "formats/foreign_number.hpp"

namespace gen {

/// NumPy's NPY, versions 1 to 3: "\x93NUMPY", version, header length (2 or 4 bytes), a Python dictionary of descr, fortran_order and shape, then
/// the numbers.
bool is_npy(const Bytes& bytes);

/// What the header says.
struct NpyArray {
    enum class Words { none, bytes, utf32 };  // text of `type.bytes` bytes each
    NumberType type = {};
    Shape shape = {};
    std::size_t offset = 0;  // of the first number
    bool column_major = false;
    bool is_bool = false;
    Words words = Words::none;
};
/// Throws Fault::input.
NpyArray npy_header(const Bytes& bytes);
/// The same of numbers only.
NpyArray npy_array(const Bytes& bytes);
/// Throws Fault::input where the numbers do not end with the bytes.
void expect_whole(const Bytes& bytes, const NpyArray& array);
/// Of an array of text, row-major; empty of numbers.
std::vector<std::string> npy_words(const Bytes& bytes);

}  // namespace gen
