#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/export/exported.hpp"

namespace gen {

/// Labels in a file of their own, as data-import takes them, by the ending of its name: .npy is NPY; .txt and .csv text, the class of each row in a
/// line of its own, behind the file of its picture where there are `pictures`; else IDX.
std::string label_file_bytes(const LabelSet& labels, std::string_view path, const std::vector<std::string>& pictures);

/// Whether classes that are called otherwise than by their numbers keep their names in such a file.
bool keeps_class_names(const LabelSet& labels, std::string_view path);

}  // namespace gen
