#pragma once

#include "formats/json.hpp"
#include "prob/transform.hpp"

namespace gen {

/// A list of steps: {"kind":"log1p"}, {"kind":"log10", "floor":0.001}, {"kind":"standardize", "mean":[...], "sd":[...]} with a number for each column
/// of a table or channel of images, or one for all.
Json record_of(const Transform& transform);
/// And back, of data of so many columns or channels. Throws JsonError.
Transform transform_of(const Json& record, std::size_t columns);

}  // namespace gen
