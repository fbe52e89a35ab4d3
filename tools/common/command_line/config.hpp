#pragma once

#include <string>

#include "tools/common/command_line/option_list.hpp"

namespace gen {

/// Sets from a configuration file what the command line and the environment left open. One `name = value` a line, names as the long options and
/// operands are called, # begins a remark, "..." keeps blanks (\" \\ \n \t inside); an option that takes several values may stand several times.
/// Throws Fault::io where the file cannot be read, Fault::usage with file and line for an unknown name or a bad value.
void read_config(const std::string& path, OptionList& options);

/// Every setting with its present value in the same form.
std::string config_text(const OptionList& options);

}  // namespace gen
