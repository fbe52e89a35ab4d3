#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "picture/scene.hpp"

namespace gen::picture {

/// Points of one panel.
struct Cloud {
    std::vector<Point> points = {};
    std::vector<std::int32_t> labels = {};  // one a point, or none
    std::string title = {};
};

struct ScatterPlan {
    double side = 360;  // of each panel's square
    std::string x_title = {};
    std::string y_title = {};
    std::vector<std::string> classes = {};  // names of labels 0, 1, ...; others show as numbers
    bool same_axes = false;                 // all panels show the same ranges
};

/// Panels side by side with one legend; both axes of a panel have the same scale. Ten colours; from the eleventh label on the marks change too. Where
/// there are more than 40 labels colours and marks repeat, and the legend says so.
Scene draw_scatter(const std::vector<Cloud>& clouds, const ScatterPlan& plan);

}  // namespace gen::picture
