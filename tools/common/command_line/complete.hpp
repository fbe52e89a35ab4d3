#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tools/common/command_line/option_list.hpp"

namespace gen {

/// What the value of an option may go on to, whole and in the order of its forms: of "conv:32,no" "conv:32,norm=none", ... `line`: the words of the
/// command line.
std::vector<std::string> completions(const Entry& entry, std::string_view value, const std::vector<std::string>& line);

/// The answer to --complete OPTION=VALUE WORD..., with which the shells ask; a line for each.
std::string complete(int argc, char** argv, OptionList& options);

}  // namespace gen
