#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "formats/bytes.hpp"

namespace gen {

/// Row numbers in a text file: whole numbers from 0, separated by blanks, a list a line; lines that are empty or begin with # are left out.
struct RowList {
    std::vector<std::size_t> rows;
    std::size_t line;  // from 1
};

/// Throws Fault::input, naming the line; a file without any number is an error.
std::vector<RowList> read_row_lists(const Bytes& bytes);

/// SHA-256 of the bytes of a file, in hexadecimal.
std::string digest_of(const Bytes& bytes);

}  // namespace gen
