#include "formats/metrics_curves.hpp"

#include <algorithm>
#include <cmath>

#include "models/adversarial/monitor.hpp"

namespace gen {

picture::Curve curve_of(const MetricsTable& table, const std::string& run, std::string_view x, const std::string& column) {
    const std::vector<double> at = table.values(x);
    const std::vector<double> values = table.values(column);
    picture::Curve curve = {run, column, {}};
    for (std::size_t row = 0; row < at.size(); ++row) curve.points.push_back({at[row], values[row]});
    return curve;
}

std::vector<picture::Event> events_of(const MetricsTable& table, const std::string& run, std::string_view x) {
    const std::vector<double> at = table.values(x);
    std::vector<picture::Event> events;
    for (std::size_t row = 0; row < table.events.size(); ++row)
        if (const std::string& event = table.events[row]; event != "-" && !event.empty() && std::isfinite(at[row]))
            events.push_back({run, at[row], event});
    return events;
}

MetricsTable metrics_of(const Curve& curve, const std::string& name) {
    MetricsTable table = {name, curve.columns, curve.rows, {}};
    const auto events = std::find(curve.columns.begin(), curve.columns.end(), "events");
    const auto at = static_cast<std::size_t>(events - curve.columns.begin());
    for (const std::vector<double>& row : curve.rows) {
        const bool known = events != curve.columns.end() && row[at] >= 0 && row[at] < (1 << gan_events);
        table.events.push_back(known ? names_of_events(static_cast<unsigned>(row[at])) : "-");
    }
    return table;
}

}  // namespace gen
