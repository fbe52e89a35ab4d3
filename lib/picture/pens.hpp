#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "picture/chart.hpp"
#include "picture/curve_data.hpp"

namespace gen::picture {

/// How a curve is drawn. `mark`: where colours begin anew, so that the eighth is told from the first.
struct Stroke {
    Pen pen;
    std::optional<Mark> mark = {};
};

/// Which stroke each curve has, and the legend that says so: several runs differ in colour and columns in dash; in one run columns differ in colour,
/// "valid_x" being dashed in the colour of "x".
class Pens {
public:
    static constexpr double line_width = 1.8;

    /// Throws Fault::usage for more than 4 columns of several runs.
    explicit Pens(const std::vector<Curve>& curves);

    Stroke of(const Curve& curve) const { return of(curve.run, curve.column); }
    /// Of what belongs to a run as a whole; nothing for a run without curves.
    std::optional<Color> color(const std::string& run) const;
    std::vector<Entry> legend() const;

private:
    bool is_valid_of_another(const std::string& column) const;
    Stroke of(const std::string& run, const std::string& column) const;

    std::vector<std::string> runs_;
    std::set<std::string> banded_;  // those with a band
    std::vector<std::string> columns_;
    std::vector<std::string> bases_;
};

}  // namespace gen::picture
