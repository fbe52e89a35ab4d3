#pragma once

#include <memory>

#include "formats/arrays/array_layout.hpp"
#include "formats/arrays/stored_array.hpp"
#include "formats/source.hpp"

namespace gen {

/// The rows of an array as a source. `origin` and `format` are the caller's.
std::unique_ptr<Source> array_rows(std::shared_ptr<const StoredArray> array, const RowLayout& layout);

}  // namespace gen
