#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine.hpp"

namespace gen {

/// What a tool computes with, as far as it can change the last bits of results: BLAS with its kernel family, engines. For Tool::numerics. Only tools
/// that name it load BLAS, which takes a few milliseconds.
std::vector<std::pair<std::string, std::string>> numerics();

/// "auto", "blas", "onednn". Throws Fault::usage for one that this build does not have.
Engine parse_engine(std::string_view name);
/// The name of an engine as this build takes it: "blas" for `automatic` where there is no other.
std::string text(Engine engine);

}  // namespace gen
