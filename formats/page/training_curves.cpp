#include "formats/page/training_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "formats/metrics_curves.hpp"
#include "formats/page/markup.hpp"
#include "formats/svg.hpp"
#include "picture/curves.hpp"

namespace gen::page {
namespace {

using Group = std::vector<std::string>;  // columns of one chart

constexpr std::array<std::string_view, 7> no_curves = {"epoch", "step", "seconds", "images_per_s", "event", "events", "examples"};

bool changes(const MetricsTable& table, const std::string& column) {
    std::vector<double> values = table.values(column);
    std::erase_if(values, [](double v) { return !std::isfinite(v); });
    return !values.empty() && std::any_of(values.begin(), values.end(), [&](double v) { return v != values[0]; });
}

/// What a column is called beside that of validation, or of the other network.
std::string_view base_of(std::string_view column) {
    if (column.starts_with("valid_")) return column.substr(6);
    const bool of_a_network = column.size() > 2 && column[1] == '_' && (column[0] == 'd' || column[0] == 'g');
    return of_a_network ? column.substr(2) : column;
}

std::vector<Group> groups_of(const MetricsTable& table) {
    std::vector<Group> groups;
    for (const std::string& column : table.columns) {
        if (std::find(no_curves.begin(), no_curves.end(), column) != no_curves.end() || !changes(table, column)) continue;
        const auto same = [&](const Group& group) { return base_of(group[0]) == base_of(column); };
        const auto group = std::find_if(groups.begin(), groups.end(), same);
        if (group == groups.end())
            groups.push_back({column});
        else
            group->push_back(column);
    }
    return groups;
}

std::string chart(const MetricsTable& table, const std::string& x, const Group& columns) {
    std::vector<picture::Curve> curves;
    for (const std::string& column : columns) curves.push_back(curve_of(table, "", x, shown(column)));
    const std::vector<picture::Curve> kept = picture::drawable(curves, false);
    if (std::all_of(kept.begin(), kept.end(), [](const picture::Curve& c) { return c.points.empty(); })) return "";
    picture::CurvesPlan plan = {.width = 360, .height = 230, .title = shown(base_of(columns[0])), .x_title = x, .events = events_of(table, "", x)};
    return join("<figure class=\"chart\">", svg_text(picture::draw_curves(kept, plan), SvgPlace::page), "</figure>\n");
}

/// Epochs, unless several rows are of the same one, as of a GAN: then steps.
std::string progress_of(const MetricsTable& table) {
    if (!table.has("epoch")) return table.has("step") ? "step" : table.columns[0];
    const std::vector<double> epochs = table.values("epoch");
    const bool repeated = std::adjacent_find(epochs.begin(), epochs.end(), std::greater_equal<>()) != epochs.end();
    return repeated && table.has("step") ? "step" : "epoch";
}

}  // namespace

std::string training_curves(const MetricsTable& table) {
    const std::string x = progress_of(table);
    std::string out;
    for (const Group& group : groups_of(table)) out += chart(table, x, group);
    return out.empty() ? "" : "<div class=\"charts\">\n" + out + "</div>\n";
}

}  // namespace gen::page
