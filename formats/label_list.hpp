#pragma once

#include "formats/labels.hpp"
#include "formats/source.hpp"

namespace gen {

/// The labels of the rows of `source` by a text file, which is one of two things. One label a line, in the order of the rows: a word, several, a
/// whole number, or a one-hot row; a heading above numbers and remarks (#) at the top are left out. Or, where rows have file names, "name label" or
/// "name,label", in any order and of more names than rows (formats/row_names.hpp).
/// Throws Fault::input, with the line, for whatever could be taken in two ways: a line that is empty, several fields, a name that fits two rows.
Labels labels_of_list(const Bytes& text, Source& source);

}  // namespace gen
