#pragma once

#include <string_view>

namespace gen {

/// Whether a file whose first 64 bytes these are may be one that an export has written.
bool is_exported(std::string_view beginning);

}  // namespace gen
