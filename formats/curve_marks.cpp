#include "formats/curve_marks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace gen {
namespace {

bool is_to_be_low(const std::string& column) { return column == "loss" || column == "valid_loss" || column == "mmd"; }
bool is_of_a_network(const std::string& column) { return column.size() == 6 && column.ends_with("_loss"); }

std::optional<CurveMark> mark_of(const Curve& curve, std::size_t column, std::size_t epochs) {
    std::optional<CurveMark> mark;
    const std::string& name = curve.columns[column];
    const bool best = is_to_be_low(name);
    for (const std::vector<double>& row : curve.rows)
        if (std::isfinite(row[column]) && (!mark || !best || row[column] < mark->value))
            mark = {name, best, row[column], epochs < row.size() ? row[epochs] : std::numeric_limits<double>::quiet_NaN()};
    return mark;
}

}  // namespace

std::vector<CurveMark> curve_marks(const Curve& curve) {
    std::vector<CurveMark> marks;
    const auto epochs = static_cast<std::size_t>(std::find(curve.columns.begin(), curve.columns.end(), "epoch") - curve.columns.begin());
    for (std::size_t i = 0; i < curve.columns.size(); ++i) {
        if (!is_to_be_low(curve.columns[i]) && !is_of_a_network(curve.columns[i])) continue;
        if (const std::optional<CurveMark> mark = mark_of(curve, i, epochs)) marks.push_back(*mark);
    }
    return marks;
}

}  // namespace gen
