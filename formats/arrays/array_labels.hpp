#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "formats/arrays/array_file.hpp"
#include "formats/labels.hpp"

namespace gen {

/// Labels of `rows` rows from an array: whole numbers [N], [N,1], [1,N] or [N,1,1,1], kept as they are; words; categories with their names; one-hot
/// rows [N,K], which is said. `path` empty: the only array that fits. PATH:K is column K, from 1, of several. What was decided is added to `said`.
/// Throws Fault::input.
Labels labels_of_array(const ArrayFile& file, std::string_view path, std::size_t rows, std::vector<std::string>& said);

}  // namespace gen
