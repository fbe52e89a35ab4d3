#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gen {

/// The HDF5 library in use: "1.10.8".
std::string hdf5_version();

/// Libraries of packed data and pictures, as they were when this was built: only tools that use them load them.
std::vector<std::pair<std::string, std::string>> other_versions();

}  // namespace gen
