#include "tools/common/reports/plotted_curves.hpp"

#include <algorithm>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/metrics_curves.hpp"

namespace gen {
namespace {

picture::Curve drawable_part(const Run& run, bool positive, const std::string& name, const picture::Curve& curve) {
    picture::Curve kept = picture::drawable({curve}, positive)[0];
    const std::size_t numbers = picture::drawable({curve}, false)[0].points.size();
    if (kept.points.size() < numbers)
        run.warn(join(name, ": ", numbers - kept.points.size(), " of ", numbers, " values of ", curve.column, " left out, not positive"));
    return kept;
}

picture::Curve mean_of(const Run& run, const std::string& name, const std::vector<picture::Curve>& runs, picture::Spread spread) {
    const auto [curve, incomplete] = picture::group_curve(name, runs, spread);
    if (incomplete > 0)
        run.warn(join(name, ": ", incomplete, " of ", counted(curve.points.size(), "point"), " of ", curve.column,
                      incomplete == 1 ? " is a mean" : " are means", " of fewer than the ", runs.size(), " runs"));
    return curve;
}

}  // namespace

std::vector<picture::Curve> plotted_curves(const Run& run, const CurveChoice& choice, const std::vector<std::string>& columns,
                                           const std::vector<MetricsTable>& tables, const std::vector<PlotGroup>& groups) {
    std::vector<picture::Curve> curves;
    for (const PlotGroup& group : groups) {
        const bool one = group.runs.size() == 1;
        for (const std::string& column : columns) {
            const auto lacks = [&](std::size_t i) { return choice.may_lack && !tables[i].has(column); };
            if (std::all_of(group.runs.begin(), group.runs.end(), lacks)) continue;
            std::vector<picture::Curve> runs;
            for (const std::size_t i : group.runs)
                runs.push_back(lacks(i) ? picture::Curve{group.name, column, {}} : curve_of(tables[i], group.name, choice.x, column));
            const picture::Curve curve = one || !choice.spread ? std::move(runs[0]) : mean_of(run, group.name, runs, *choice.spread);
            picture::Curve kept = drawable_part(run, choice.positive, one ? tables[group.runs[0]].name : group.name, curve);
            if (!kept.points.empty()) curves.push_back(std::move(kept));
        }
    }
    if (curves.empty()) fail(tables[0].name, ": ", columns[0], " holds no number that can be drawn");
    return curves;
}

}  // namespace gen
