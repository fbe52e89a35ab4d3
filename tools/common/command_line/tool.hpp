// command_line: what every tool has: options and what is made of them (parsing, help, manual, completions, provenance), streams, signals, exit
// status. Nothing of models.
#pragma once

#include <functional>

#include "tools/common/command_line/options.hpp"
#include "tools/common/command_line/run.hpp"

namespace gen {

/// Reads the command line, answers --help, --version and their like, runs `work` and turns what it throws into one line on stderr and an exit
/// status: 0 done, 1 the check said no (work returned false), 2 usage, 3 input, 4 I/O, 5 diverged, 75 stopped.
int run_tool(int argc, char** argv, const Tool& tool, const std::function<void(OptionVisitor&)>& describe, const std::function<bool(Run&)>& work);

}  // namespace gen
