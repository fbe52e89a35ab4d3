#pragma once

#include <memory>
#include <string>

#include "formats/posix.hpp"

namespace gen {

/// Where what is too large for memory is kept: TMPDIR, else /tmp, or /var/tmp where /tmp itself is in memory.
std::string temporary_folder();

/// A new file there that has no name and goes away with the last who reads it. Throws Fault::io, with the folder.
std::shared_ptr<const Descriptor> nameless_file();

}  // namespace gen
