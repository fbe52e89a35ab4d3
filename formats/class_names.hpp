#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "formats/input_files.hpp"

namespace gen {

/// The lines of the text `file` that lies beside another, which must be `count`, blank ones left out; none where there is no such file, or `beside`
/// is empty. Throws Fault::input.
std::vector<std::string> class_names(const Beside& beside, const std::string& file, std::size_t count);

}  // namespace gen
