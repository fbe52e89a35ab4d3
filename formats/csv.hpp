#pragma once

#include <memory>
#include <optional>

#include "formats/arrays/array_layout.hpp"
#include "formats/source.hpp"

namespace gen {

enum class LabelColumn { none, first, last };

/// Text tables: a row a line, numbers separated by comma, tab, semicolon or blanks (found from the first two lines), perhaps within quotation marks;
/// an optional heading line, in which there is no number; lines that start with # left out, unless they are rows whose label does. Lines may end with
/// a separator. The label column may hold whole numbers or names.
/// `shape` (C,H,W) says how the numbers of a row lie, or, where `order` is nhwc, what they are to become; without it rows are points. Throws
/// Fault::input, naming line and column (from 1).
std::unique_ptr<Source> open_csv(const Bytes& bytes, LabelColumn label, const std::optional<Shape>& shape,
                                 DimensionOrder order = DimensionOrder::by_plausibility);

}  // namespace gen
