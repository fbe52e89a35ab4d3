#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/metrics_table.hpp"
#include "formats/model.hpp"
#include "picture/curve_data.hpp"

namespace gen {

/// A column over another one as `run`'s curve, all of its rows.
picture::Curve curve_of(const MetricsTable& table, const std::string& run, std::string_view x, const std::string& column);

/// What the column `event` tells.
std::vector<picture::Event> events_of(const MetricsTable& table, const std::string& run, std::string_view x);

/// The training curve that a model holds, whose events are bits.
MetricsTable metrics_of(const Curve& curve, const std::string& name);

}  // namespace gen
