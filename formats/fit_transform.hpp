#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "core/real.hpp"
#include "formats/pixel_range.hpp"
#include "prob/transform.hpp"

namespace gen {

/// Rows that a transform is fitted to, read one after the other as often as needed.
struct FittedRows {
    std::string name;
    std::size_t count = 0;
    std::size_t columns = 0;  // or channels, one after the other
    std::function<std::vector<double>(std::size_t row)> read;
    std::function<std::string(std::size_t row)> row_name;
    bool points = false;
};

/// Finds the numbers that steps lack, each from the whole of the rows as the steps before it leave them; and from what to what all numbers then go.
/// Where columns of points are constant they become 0, which `remark` is told. Throws Fault::input, with row and column from 1, on numbers that are
/// not finite or that a step does not take; and where all pixels are equal.
Range fit_transform(Transform& transform, const FittedRows& rows, const std::function<void(const std::string&)>& remark);

/// Counts what a transform that is fitted already puts outside `range`, and tells `remark`. Throws alike.
void survey_transformed(const Transform& transform, const FittedRows& rows, const Range& range,
                        const std::function<void(const std::string&)>& remark);

/// One row of so many columns. Throws alike.
void apply_transform(const Transform& transform, const std::string& row_name, std::size_t columns, const std::vector<double>& numbers, real* out);

}  // namespace gen
