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
/// --portable of tools whose networks compute. What they compute with is then one for all of the process.
void describe_portable(OptionVisitor& v, std::string_view group, bool& portable);
/// Before anything is computed: from here on it is, if `portable`. Throws Fault::usage where it does not go together with the other two, or not on
/// this processor.
void take_portable(bool portable, std::string_view precision = "fp32", std::string_view engine = "auto");
/// All three, which go together. Before anything is computed.
Arithmetic parse_arithmetic(std::string_view engine, std::string_view precision, bool portable);
/// The name of an engine as this build takes it: "blas" for `automatic` where there is no other.
std::string text(Engine engine);

}  // namespace gen
