#pragma once

#include <limits>

namespace gen {

/// The number type of data and parameters. Sums are always double. The double build exists for gradient checks.
#ifdef GEN_DOUBLE
using real = double;
#else
using real = float;
#endif

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();  // what is not known, or does not exist

}  // namespace gen
