#include "formats/versions.hpp"

#include <hdf5.h>

#include "core/error.hpp"

namespace gen {

std::string hdf5_version() { return join(H5_VERS_MAJOR, '.', H5_VERS_MINOR, '.', H5_VERS_RELEASE); }

}  // namespace gen
