#pragma once

#include <memory>

#include "formats/posix.hpp"

namespace gen {

/// A new file in TMPDIR (else /tmp) that has no name and goes away with the last who reads it. Throws Fault::io, with the folder.
std::shared_ptr<const Descriptor> nameless_file();

}  // namespace gen
