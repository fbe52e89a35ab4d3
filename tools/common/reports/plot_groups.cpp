#include "tools/common/reports/plot_groups.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

/// "relu*8" is eight times "relu".
void add_repeated(const std::string& part, std::vector<std::string>& names) {
    const std::size_t star = part.rfind('*');
    const bool counts = star != std::string::npos && star + 1 < part.size() && part.find_first_not_of("0123456789", star + 1) == std::string::npos;
    if (!counts) return names.push_back(part);
    constexpr std::size_t most = 100'000;
    const std::size_t count = parse_count(part.substr(star + 1), "--names");
    if (count > most) fail_usage("--names: got '", part, "', expected at most ", most, " runs");
    names.insert(names.end(), count, part.substr(0, star));
}

std::string in_words(const DifferingSetting& setting, std::size_t run) {
    const std::optional<std::string>& value = setting.values[run];
    if (!value) return "no " + setting.name;
    if (setting.kind == MadeSetting::Kind::producer) return *value;
    constexpr std::size_t enough = 8;  // of a digest
    return join(setting.name, ' ', setting.kind == MadeSetting::Kind::input ? value->substr(0, enough) : *value);
}

}  // namespace

std::vector<std::string> comma_parts(const std::string& list) {
    std::vector<std::string> parts;
    if (!list.empty())
        for (const std::string_view part : split(list, ',')) parts.emplace_back(part);
    return parts;
}

std::vector<std::string> listed_names(const std::string& list, std::size_t runs, bool bands) {
    std::vector<std::string> names;
    for (const std::string& part : comma_parts(list)) {
        if (bands)
            add_repeated(part, names);
        else
            names.push_back(part);
    }
    if (names.size() != runs)
        fail_usage("--names: ", counted(names.size(), "name"), " for ", counted(runs, "file"), bands ? "; NAME*N names N files in a row" : "");
    return names;
}

std::vector<std::string> names_of_files(const std::vector<std::string>& paths) {
    const auto stem = [](const std::string& path) { return path == "-" ? std::string("stdin") : std::filesystem::path(path).stem().string(); };
    std::vector<std::string> names;
    for (const std::string& path : paths) {
        const auto same = std::count_if(paths.begin(), paths.end(), [&](const std::string& other) { return stem(other) == stem(path); });
        const std::string folder = std::filesystem::path(path).parent_path().filename().string();
        names.push_back(same > 1 && !folder.empty() ? folder + "/" + stem(path) : stem(path));
    }
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::count(names.begin(), names.end(), names[i]) > 1) return paths;
    return names;
}

std::vector<std::string> names_by_settings(const std::vector<MetricsInput>& runs) {
    std::vector<std::vector<MadeSetting>> made;
    for (const MetricsInput& run : runs) {
        if (run.made.empty()) fail(run.table.name, ": does not say how it was made, expected models or --names with --band");
        made.push_back(run.made);
    }
    std::vector<std::string> names(runs.size());
    for (const DifferingSetting& setting : differing_settings(made)) {
        if (setting.kind == MadeSetting::Kind::seed || setting.kind == MadeSetting::Kind::build) continue;
        for (std::size_t i = 0; i < names.size(); ++i) names[i] += (names[i].empty() ? "" : ", ") + in_words(setting, i);
    }
    for (std::string& name : names)
        if (name.empty()) name = "all runs";
    return names;
}

std::vector<PlotGroup> plot_groups(const std::vector<std::string>& names, bool bands) {
    std::vector<PlotGroup> groups;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const auto same = std::find_if(groups.begin(), groups.end(), [&](const PlotGroup& group) { return bands && group.name == names[i]; });
        if (same != groups.end())
            same->runs.push_back(i);
        else
            groups.push_back({names[i], {i}});
    }
    return groups;
}

std::string band_in_words(const std::vector<PlotGroup>& groups, bool deviation) {
    const auto [least, most] =
        std::minmax_element(groups.begin(), groups.end(), [](const PlotGroup& a, const PlotGroup& b) { return a.runs.size() < b.runs.size(); });
    if (groups.empty() || most->runs.size() < 2) return "";
    const std::string few = least->runs.size() < most->runs.size() ? join(least->runs.size(), " to ") : "";
    return join(deviation ? "mean and standard deviation of " : "mean, lowest and highest of ", few, most->runs.size(), " runs");
}

}  // namespace gen
