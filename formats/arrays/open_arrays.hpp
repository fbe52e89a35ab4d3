#pragma once

#include <memory>

#include "formats/arrays/array_file.hpp"
#include "formats/foreign_reading.hpp"
#include "formats/source.hpp"

namespace gen {

/// Rows of the array that is asked for; else of the one that a known layout (known_layouts.hpp) has, of the only plausible one, of MATLAB's largest.
/// Labels that lie in the same file are taken where they are asked for or the layout has them.
/// Throws Fault::input, its message with the commands that it could be, where there are several.
std::unique_ptr<Source> open_arrays(const Bytes& bytes, const ForeignReading& how);
/// The same of a file that is open; the rows do not need it any longer.
std::unique_ptr<Source> rows_of_arrays(const ArrayFile& file, const ForeignReading& how);

/// The array that is taken where none is named; null where several could be meant.
const ArrayInfo* usual_array(const ArrayFile& file);

/// The arrays that may be images or points, best first.
std::vector<const ArrayInfo*> plausible_arrays(const ArrayFile& file);

}  // namespace gen
