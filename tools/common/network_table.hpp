#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "nn/sequential.hpp"
#include "train/trainer.hpp"

namespace gen {

/// What --dry-run says of networks: TSV, a line a layer: path, type, settings, numbers out, parameters; then the totals and the memory that training
/// takes, in bytes.
std::string network_table(const std::vector<Sequential*>& networks, std::size_t batch);

/// Epochs, steps and the like: "name <tab> value" lines.
std::string plan_table(const TrainPlan& plan, std::size_t examples);

}  // namespace gen
