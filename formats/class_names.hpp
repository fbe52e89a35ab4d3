#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace gen {

/// The lines of the text `file` in `folder`, which must be `count`, blank ones left out; none where there is no such file or no folder. Throws
/// Fault::input.
std::vector<std::string> class_names(const std::string& folder, const std::string& file, std::size_t count);

}  // namespace gen
