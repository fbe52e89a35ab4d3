#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// A training's metrics: named columns of numbers; a missing value is NaN. The column `event` is text: its numbers are missing.
struct MetricsTable {
    std::string name;  // for messages
    std::vector<std::string> columns;
    std::vector<std::vector<double>> rows;
    std::vector<std::string> events = {};  // of each row, "-" where there is none

    bool has(std::string_view column) const;
    /// One column; throws Fault::input naming the columns that there are.
    std::vector<double> values(std::string_view column) const;
};

/// Tab-separated text whose first line names the columns ("#" before it is allowed), or JSON: one object a line, in which case the columns
/// are all keys in the order of their appearance. Throws Fault::input, "run.tsv:17: 10 cells, expected 11".
MetricsTable metrics_of(const std::string& text, const std::string& name);

/// Reads a file, or stdin for "-".
MetricsTable read_metrics(const std::string& path);

}  // namespace gen
