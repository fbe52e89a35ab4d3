#pragma once

#include "tools/common/command_line/option_list.hpp"

namespace gen {

/// Reads the command line into the options' variables; asks nothing of what is missing. Throws Fault::usage.
void parse_command_line(int argc, char** argv, OptionList& options);

}  // namespace gen
