#pragma once

#include <optional>
#include <string>

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

/// Reads a file, a pipe, or stdin for "-". Throws Fault::input for what a report does not show.
ReportItem read_report_item(const std::string& path, const std::string& caption);

}  // namespace gen
