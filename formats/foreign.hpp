#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/arrays/array_layout.hpp"
#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// How foreign data are to be read.
struct ForeignPlan {
    std::string type = "auto";  // a row of formats/foreign_formats.hpp; auto: by content, never by name
    std::string labels = {};  // a file, or an array of the input; "first", "last": the column of a CSV table; empty: those that the format itself has
    std::optional<Shape> shape = {};
    bool transpose = false;    // rows and columns of pictures
    std::string dataset = {};  // the array of a file of several
    DimensionOrder order = DimensionOrder::by_plausibility;
    std::optional<RowRange> rows = {};
};

/// Opens files and stdin ("-"), both through `files`, and folders, and joins them in the order given. All must be of one type; what was compressed
/// with gzip is unpacked. Throws Fault::input, Fault::io, Fault::usage.
std::unique_ptr<Source> open_foreign(const std::vector<std::string>& inputs, const ForeignPlan& plan, const InputFiles& files = {});

}  // namespace gen
