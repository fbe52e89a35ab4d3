#pragma once

#include <string>

#include "formats/metrics_table.hpp"

namespace gen::page {

/// A chart for what belongs together: the losses, and each other column that is not the same in all rows, with that of validation where there is
/// one, over epochs, or over steps where an epoch has several rows; events over all of them. "" where nothing can be drawn.
std::string training_curves(const MetricsTable& table);

}  // namespace gen::page
