#pragma once

#include "tools/common/command_line/run.hpp"

namespace gen {

/// With -vv: where the time went, of all threads together, as "products 61.2 %, optimiser 12.0 %, ..."; with -vvv a line for each shape of a product
/// as well, "128 x 784 x 400", a ' behind what was transposed.
void tell_where_time_went(const Run& run);

}  // namespace gen
