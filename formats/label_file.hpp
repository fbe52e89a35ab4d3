#pragma once

#include <string>
#include <utility>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// FILE, and the array of it that is meant, of "labels.npz:y": where there is no file of the whole name.
std::pair<std::string, std::string> label_file_and_array(const std::string& path);

/// Labels of `source` from a file, packed or not: IDX of one dimension, an array of a file of arrays (formats/arrays), FILE or FILE:PATH, or a list
/// (formats/label_list.hpp).
/// Throws Fault::input when a row has none or the counts differ.
void apply_label_file(const std::string& path, Source& source, const InputFiles& files = {});

}  // namespace gen
