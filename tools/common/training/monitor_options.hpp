#pragma once

#include <string>

#include "tools/common/command_line/options.hpp"
#include "tools/common/training/training_options.hpp"

namespace gen {

/// What is watched while networks play against each other.
struct MonitorOptions {
    std::string watch = "on";
    std::string stop_on;

    void describe(OptionVisitor& v);
    /// Whether generated images are looked at. Throws Fault::usage where `training` needs that and they are not.
    bool watches(const TrainingOptions& training) const;
    /// Events that end the run, as bits. Throws Fault::usage.
    unsigned events_to_stop_on() const;
};

}  // namespace gen
