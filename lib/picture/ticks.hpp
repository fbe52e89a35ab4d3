#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gen::picture {

struct Tick {
    double value = 0;
    std::string label;  // empty: a mark without a number
};

/// At most `most` marks at multiples of 1, 2 or 5 times a power of ten inside [low, high]; high > low. The minus is U+2212; thousands
/// are written with k, M, G where all are whole ones. `whole`: at whole numbers only.
std::vector<Tick> linear_ticks(double low, double high, std::size_t most, bool whole = false);

/// Marks of a logarithmic axis, 0 < low < high: powers of ten, with 2 and 5 (or, within less than a decade, linear ticks) where these are too few.
std::vector<Tick> log_ticks(double low, double high, std::size_t most);

}  // namespace gen::picture
