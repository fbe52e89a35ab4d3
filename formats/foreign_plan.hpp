#pragma once

#include <optional>
#include <string>

#include "formats/arrays/array_layout.hpp"
#include "formats/source.hpp"

namespace gen {

/// How foreign data are to be read.
struct ForeignPlan {
    std::string type = "auto";  // a row of formats/foreign_formats.hpp; auto: by content, never by name
    std::string labels = {};  // a file, or an array of the input; "first", "last": the column of a CSV table; empty: those that the format itself has
    std::optional<Shape> shape = {};
    bool transpose = false;    // rows and columns of pictures
    std::string dataset = {};  // the array of a file of several, or the files of an archive
    DimensionOrder order = DimensionOrder::by_plausibility;
    DimensionOrder order_of_another = DimensionOrder::by_plausibility;  // import, which these arrays have too unless `order` says otherwise
    std::optional<RowRange> rows = {};
};

}  // namespace gen
