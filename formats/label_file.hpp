#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// Labels as numbers: whole numbers stay what they are, other words get the numbers 0, 1, ... in bytewise order and become `classes`.
/// Throws Fault::input, its message beginning with `name`, where there are both, or a negative number.
struct Labels {
    std::vector<std::int32_t> values;
    std::vector<std::string> classes;
};
Labels number_labels(const std::vector<std::string>& words, const std::string& name);

/// Labels of `source` from a file: IDX of one dimension, packed or not; text of one label a line; or, where rows have file names, text lines
/// "name label" (path as in the source, or the last part of it) in any order, more of them than rows allowed.
/// Throws Fault::input when a row has none or the counts differ.
void apply_label_file(const std::string& path, Source& source, const InputFiles& files = {});

}  // namespace gen
