#pragma once

#include <memory>

#include "formats/source.hpp"

namespace gen {

/// The pictures of `source` with their rows and columns exchanged. Throws Fault::usage when they are points.
std::unique_ptr<Source> transposed(std::unique_ptr<Source> source);

}  // namespace gen
