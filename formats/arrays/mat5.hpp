#pragma once

#include <string>
#include <vector>

#include "formats/arrays/array_file.hpp"

namespace gen {

/// A matrix of a MATLAB file, and where its numbers lie.
struct MatMatrix {
    ArrayInfo info;
    Bytes content;           // the file, or what was unpacked
    std::size_t offset = 0;  // of the numbers
    NumberType type;
    bool is_byte = false;                 // of class uint8; other classes are stored as bytes too where they fit
    bool is_bool = false;                 // logical
    std::vector<std::string> words = {};  // of text, and of a cell array of texts
};

bool is_mat5(const Bytes& bytes);
/// In the order of the file. Throws Fault::input.
std::vector<MatMatrix> matrices_of_mat5(const Bytes& file);

bool is_mat4(const Bytes& bytes);
std::vector<MatMatrix> matrices_of_mat4(const Bytes& file);

}  // namespace gen
