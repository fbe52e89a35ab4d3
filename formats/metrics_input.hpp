#pragma once

#include <string>
#include <vector>

#include "formats/made_settings.hpp"
#include "formats/metrics_table.hpp"

namespace gen {

/// A training curve, and what a model that holds it says of how it was made; a table says nothing.
struct MetricsInput {
    MetricsTable table;
    std::vector<MadeSetting> made = {};
};

/// What --metrics of a trainer wrote, or the curve in a model; "-" is stdin. Throws Fault::input for other HDF5, and for a model without a curve.
MetricsInput read_metrics_input(const std::string& path);

}  // namespace gen
