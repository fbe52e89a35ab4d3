#pragma once

#include <cstddef>
#include <vector>

#include "nn/sequential.hpp"
#include "tools/common/reports/report.hpp"
#include "train/trainer.hpp"

namespace gen {

/// What --dry-run says of networks: a line a layer: path, type, settings, numbers out, parameters; then the totals, the memory that training takes,
/// in bytes, and lines of name and value: examples, steps and the like.
Report training_report(const std::vector<Sequential*>& networks, const TrainPlan& plan, std::size_t examples);

}  // namespace gen
