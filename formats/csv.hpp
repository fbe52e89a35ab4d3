#pragma once

#include <memory>
#include <optional>

#include "formats/source.hpp"

namespace gen {

enum class LabelColumn { none, first, last };

/// Text tables: a row a line, numbers separated by comma, tab, semicolon or blanks (found from the first line), an optional heading line, lines
/// that start with # left out. The label column may hold whole numbers or names.
/// `shape` (C,H,W) says how the numbers of a row lie; without it rows are points. Throws Fault::input, naming line and column (from 1).
std::unique_ptr<Source> open_csv(const Bytes& bytes, LabelColumn label, const std::optional<Shape>& shape);

}  // namespace gen
