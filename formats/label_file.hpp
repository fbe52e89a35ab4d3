#pragma once

#include <string>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// Labels of `source` from a file, packed or not: IDX of one dimension, or a list (formats/label_list.hpp).
/// Throws Fault::input when a row has none or the counts differ.
void apply_label_file(const std::string& path, Source& source, const InputFiles& files = {});

}  // namespace gen
