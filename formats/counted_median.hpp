#pragma once

#include <cstddef>

#include "formats/dataset.hpp"

namespace gen {

/// The median of the n finite numbers of a data set, n > 0, which are not held: they are read several times and counted by ever more of their bits.
double counted_median(const Dataset& set, std::size_t n);

}  // namespace gen
