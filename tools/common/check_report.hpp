#pragma once

#include <string>
#include <vector>

#include "eval/check.hpp"

namespace gen {

/// The groups that --only names, all where it names none. Throws Fault::usage for a name that there is not.
std::vector<CheckGroup> chosen_groups(std::vector<CheckGroup> groups, const std::string& only);

/// A line for each group: its name and what it looks at.
void list_groups(const std::vector<CheckGroup>& groups, bool as_json);

/// A line for each check, or one JSON object.
void print_checks(const std::vector<Check>& checks, bool as_json);

}  // namespace gen
