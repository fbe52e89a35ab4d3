#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/engine.hpp"
#include "tools/common/command_line/options.hpp"

namespace gen {

/// What a tool computes with, as far as it can change the last bits of results: BLAS with its kernel family, engines. For Tool::numerics. Only tools
/// that name it load BLAS, which takes a few milliseconds.
std::vector<std::pair<std::string, std::string>> numerics();

/// "auto", "blas", "onednn". Throws Fault::usage for one that this build does not have.
Engine parse_engine(std::string_view name);
/// --precision of tools whose networks can compute in bf16. Its words are those of parse_precision().
void describe_precision(OptionVisitor& v, std::string_view group, std::string& precision);
/// Throws Fault::usage for one that is not to be had here.
Precision parse_precision(std::string_view name);
/// Both, which go together.
Arithmetic parse_arithmetic(std::string_view engine, std::string_view precision);
/// The name of an engine as this build takes it: "blas" for `automatic` where there is no other.
std::string text(Engine engine);

}  // namespace gen
