#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.hpp"
#include "core/words.hpp"

namespace gen {

/// What the dimensions of an array are. Dimensions of 1 too many do no harm.
enum class DimensionOrder {
    by_plausibility,  // and what was decided is said where it is not the usual one
    nchw,             // [N,D], [N,H,W], [N,C,H,W]
    nhwc,             // [N,D], [N,H,W], [N,H,W,C]
    hwc_last_n,       // [D,N], [H,W,N], [H,W,C,N]: MATLAB's
    points,           // [N,...] as rows of numbers
};
/// "auto", "nchw", "nhwc", "hwc-last-n"
Words dimension_orders();
/// Of such a word.
DimensionOrder dimension_order(std::string_view word);

/// How an array becomes rows.
struct RowLayout {
    std::size_t rows = 0;                 // the dimension that counts them
    std::vector<std::size_t> order = {};  // the other dimensions as a row takes them, the last one fastest
    Shape shape = {};                     // C, H, W of a row
    bool channels_last = false;           // though taken in that order, a row lies as [H][W][C]
    bool table = false;                   // rows are points
    std::string order_name = {};          // of what was taken, "nhwc"; empty where a shape was given, and of points
    std::string said = {};                // what was decided otherwise than usual
};

/// `shape`: of the array, as the programs of its format show it. `wanted`: C, H, W that the numbers of a row make. `columns_are_rows`: usual is
/// hwc_last_n. `where` begins messages. Throws Fault::input where it fits nothing or too much.
RowLayout layout_of(const std::string& where, const Shape& shape, DimensionOrder order, const std::optional<Shape>& wanted, bool columns_are_rows);

/// Of images [N,C,H,W] that say no more of themselves: whether they are [N,H,W,C] in all likelihood.
bool looks_channels_last(const Shape& shape);

}  // namespace gen
