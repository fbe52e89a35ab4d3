#pragma once

#include <optional>
#include <string>
#include <vector>

#include "picture/bands.hpp"
#include "tools/common/command_line/tool.hpp"
#include "tools/common/reports/plot_groups.hpp"

namespace gen {

/// What is drawn of training curves.
struct CurveChoice {
    std::string x;                               // the column along the axis
    bool positive = false;                       // values alone that are
    bool may_lack = false;                       // a run without one of the columns is drawn without it
    std::optional<picture::Spread> spread = {};  // of groups of runs
};

/// A curve for each group and each column that it has; of several runs their mean in a band. Says what is left out, and where a mean is not of all
/// runs. Throws Fault::input where there is nothing to draw.
std::vector<picture::Curve> plotted_curves(const Run& run, const CurveChoice& choice, const std::vector<std::string>& columns,
                                           const std::vector<MetricsTable>& tables, const std::vector<PlotGroup>& groups);

}  // namespace gen
