#pragma once

#include "tools/common/command_line/option_list.hpp"

namespace gen {

/// Looks at all files that a command line names before one of them is opened for writing. Throws Fault::usage where an output, or what is written
/// beside it (.part, .1), is the same file as an input or another output by whatever links, and, without `force`, where a file of another kind would
/// be replaced. What is no regular file (pipes, terminals, /dev/null) may be named twice.
void check_named_files(const OptionList& options, bool force);

}  // namespace gen
