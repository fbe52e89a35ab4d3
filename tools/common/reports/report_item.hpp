#pragma once

#include <optional>
#include <string>
#include <vector>

#include "formats/document.hpp"
#include "formats/metrics_table.hpp"
#include "formats/report_table.hpp"

namespace gen {

/// A file that a report shows: one of the three, by what it holds.
struct ReportItem {
    std::string caption;
    std::optional<Document> document = {};  // a model or images
    std::optional<MetricsTable> metrics = {};
    std::optional<ReportTable> table = {};
};

/// What a file, a pipe, or stdin for "-" holds: of a stream of HDF5 files each. Throws Fault::input for what a report does not show.
std::vector<ReportItem> read_report_items(const std::string& path, const std::string& caption);

}  // namespace gen
