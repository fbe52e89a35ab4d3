#pragma once

#include <string>
#include <vector>

#include "formats/report_table.hpp"

namespace gen::page {

/// A table that sorts by the column that is chosen; numbers are rounded, all digits stand in their titles.
std::string sortable_table(const ReportTable& table);

/// Scores of several models side by side, a column each under its caption. Marked are the best of each metric that the library knows, and those that
/// their standard errors do not tell from them.
std::string score_comparison(const std::vector<ReportTable>& scores, const std::vector<std::string>& captions);

}  // namespace gen::page
