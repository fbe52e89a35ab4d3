#pragma once

#include <optional>
#include <string>

#include "formats/arrays/array_layout.hpp"
#include "formats/csv.hpp"
#include "formats/input_files.hpp"

namespace gen {

/// What a file is read with besides its bytes.
struct ForeignReading {
    std::optional<Shape> shape = {};  // how the numbers of a row lie
    std::string dataset = {};         // of a file of arrays; empty: the one that it can be
    std::string labels_path = {};     // that may be an array of the same file
    DimensionOrder order = DimensionOrder::by_plausibility;
    LabelColumn labels = LabelColumn::none;
    Beside beside = {};
};

}  // namespace gen
