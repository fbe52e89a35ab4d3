#pragma once

#include <span>

#include "eval/scores/metric.hpp"

namespace gen {

// The parts of metrics(), in its order: of features, of what is drawn, and of what needs the training set or a training of its own.
std::span<const Metric> feature_metrics();
std::span<const Metric> picture_metrics();
std::span<const Metric> training_metrics();

inline Measured of(const Estimated& e) { return {e.value, e.error}; }

}  // namespace gen
