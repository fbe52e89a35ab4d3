#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/common/reports/report_item.hpp"

namespace gen {

/// How a report is to be.
struct ReportPage {
    std::string title;  // empty: the captions
    std::int64_t most_images = 64;
    std::string bits = "32";  // of a weight: 32, 16, 8
    bool without_live = false;
};

/// The page, as bytes. Captions that are the same are numbered.
std::string report_page(const ReportPage& how, std::vector<ReportItem> items, std::size_t threads);

}  // namespace gen
