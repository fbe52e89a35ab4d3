#pragma once

#include "tools/common/command_line/run.hpp"
#include "tools/common/import/import_options.hpp"

namespace gen {

/// data-import --list: what each input holds, and the command that imports it.
bool print_contents(const Run& run, const ImportOptions& options);

}  // namespace gen
