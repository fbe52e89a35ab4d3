#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// What a trainer keeps from step to step beside weights and moments, by name: counters, the monitor's windows, old images. A checkpoint holds it, so
/// that a run goes on as if nobody had stopped it.
struct Kept {
    std::map<std::string, std::vector<double>> numbers;
    std::map<std::string, Matrix> matrices;
};

}  // namespace gen
