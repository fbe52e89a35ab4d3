#pragma once

namespace gen {

/// The number type of data and parameters. Sums are always double. The double build exists for gradient checks.
#ifdef GEN_DOUBLE
using real = double;
#else
using real = float;
#endif

}  // namespace gen
