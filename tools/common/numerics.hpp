#pragma once

#include <string>
#include <utility>
#include <vector>

namespace gen {

/// What a tool computes with, as far as it can change the last bits of results: BLAS with its kernel family, engine. For Tool::numerics. Only tools
/// that name it load BLAS, which takes a few milliseconds.
std::vector<std::pair<std::string, std::string>> numerics();

}  // namespace gen
