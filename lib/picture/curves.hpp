#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "picture/curve_data.hpp"
#include "picture/scene.hpp"

namespace gen::picture {

struct CurvesPlan {
    double width = 640;
    double height = 400;
    std::string title = {};
    std::string x_title = {};
    std::string y_title = {};
    bool logarithmic = false;                             // y; values that are not positive are then left out
    std::optional<std::pair<double, double>> range = {};  // of y; without it chosen by curve_range()
    std::vector<Event> events = {};                       // of runs that have curves
    std::string note = {};                                // what the bands are, above the area
};

/// The figure: several runs differ in colour and columns in dash; in one run columns differ in colour, "valid_x" being dashed in the colour of
/// "x". A curve's band lies below all lines, in its colour. Values outside the range are marked by triangles at the edge, and a line above the area
/// says how far they go. Events are thin dashed lines with their names above the area, in the run's colour where there are several runs. At most 4
/// columns where there are several runs.
Scene draw_curves(const std::vector<Curve>& curves, const CurvesPlan& plan);

}  // namespace gen::picture
