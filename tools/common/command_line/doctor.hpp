#pragma once

#include <string>

#include "core/words.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/report.hpp"

namespace gen {

/// The folder of the program that runs; empty where the system does not say.
std::string program_folder();

/// What this machine and installation are like, and whether all is in order: versions, kernels, threads, memory, a pipe that is tried, and whether
/// tools, manual pages and completions lie where they are looked for. `well` becomes false where something is broken.
Report examination(const Run& run, const Words& tools, bool& well);

}  // namespace gen
