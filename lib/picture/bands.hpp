#pragma once

#include <string>
#include <vector>

#include "picture/chart.hpp"
#include "picture/curve_data.hpp"

namespace gen::picture {

/// How far the runs of a group lie apart: their standard deviation on both sides of the mean, or from the lowest to the highest.
enum class Spread { deviation, range };

/// The runs of a group as one curve.
struct GroupCurve {
    Curve curve;
    std::size_t incomplete = 0;  // points at which some runs have no value
};

/// One column of the runs of group `name`: at each x the mean of the finite values there, and their spread as its band. The deviation is that of a
/// sample (n - 1); of a single value there is none. Where a run has several points at the same x, the first of them goes with the first of the
/// others.
GroupCurve group_curve(const std::string& name, const std::vector<Curve>& runs, Spread spread);

/// The curves, and after each that has a band the two edges of that as curves without one.
std::vector<Curve> with_edges(const std::vector<Curve>& curves);

/// The curve's band between the axes, in units of the scene, cut off at the ends of the y axis.
Ribbon band_of(const Curve& curve, const Panel& panel, Color color);

}  // namespace gen::picture
