#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// The binary form of STL-10: pictures of 3 x 96 x 96 bytes (red, green, blue; column by column) and nothing else, so that --type must name it. Class
/// names come from class_names.txt beside it where there is one. Throws Fault::input when the length is no multiple.
std::unique_ptr<Source> open_stl10(const Bytes& bytes, const Beside& beside);

/// Its label files: a byte for each picture, 1 ... 10, which are the classes 0 ... 9.
std::vector<std::int32_t> read_stl10_labels(const Bytes& bytes);

}  // namespace gen
