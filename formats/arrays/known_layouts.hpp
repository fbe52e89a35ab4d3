#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "formats/arrays/array_file.hpp"
#include "formats/arrays/array_layout.hpp"
#include "formats/pixel_range.hpp"

namespace gen {

/// A data set that many have, known by the names of the arrays in its file.
struct KnownLayout {
    struct Split {
        std::string_view images;
        std::string_view labels;  // "latents_classes:2" is a column of several; empty: none
    };
    std::string_view title;
    Split splits[3] = {};          // the first is the usual one; all its arrays must be there
    std::string_view beside = {};  // an array that must be there too
    DimensionOrder order = DimensionOrder::by_plausibility;
    std::string_view side = {};       // "1x28x28": of rows of that many numbers
    bool transposed = false;          // pictures of that side lie column by column
    std::optional<Range> range = {};  // where bytes are black and white otherwise than 0 and 255
    std::string_view says = {};
};

/// Null where the file is none of them.
const KnownLayout* known_layout(const ArrayFile& file);
/// Of the array that is asked for, or of the usual one where `path` is empty. Null where the layout has no such array.
const KnownLayout::Split* split_of(const KnownLayout& layout, const ArrayFile& file, std::string_view path);

/// The table, for the manual.
std::string known_layouts_described();

}  // namespace gen
