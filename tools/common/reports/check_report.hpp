#pragma once

#include <string>
#include <vector>

#include "tools/common/reports/report.hpp"

namespace gen {

/// The groups that --only names, all where it names none. Throws Fault::usage for a name that there is not.
std::vector<CheckGroup> chosen_groups(std::vector<CheckGroup> groups, const std::string& only);

/// What checks there are of a subject ("math"); of several, each group's line names it.
struct CheckSubject {
    std::string name;
    std::vector<CheckGroup> groups;
};

/// A line for each group: its name and what it looks at.
Report list_of(const std::vector<CheckSubject>& subjects);

/// A line for each check, under the heading of its group. `strict`: warnings are failures too.
Report report_of(const std::vector<CheckGroup>& groups, const std::vector<Check>& checks, bool strict);

}  // namespace gen
