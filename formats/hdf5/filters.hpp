#pragma once

#include <hdf5.h>

#include <string>
#include <vector>

#include "formats/hdf5/structure.hpp"

namespace gen::h5 {

/// The filters of a data set, in the order in which they were applied. `refusal` becomes why its chunks cannot be read, if that is so.
std::vector<Filter> filters_of(hid_t creation, std::string& refusal);

}  // namespace gen::h5
