#include "tools/common/check_report.hpp"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"
#include "tools/common/json.hpp"

namespace gen {
namespace {

// Nothing where there is no number.
std::string cell(double number) { return number == number ? text(number) : std::string(); }

std::string json_of(const Check& c) {
    return join("{\"check\":", json_string(c.name), ",\"value\":", json_number(c.value), ",\"reference\":", json_number(c.reference),
                ",\"tolerance\":", json_number(c.tolerance), ",\"verdict\":", json_string(text(c.verdict)), ",\"note\":", json_string(c.note), '}');
}

}  // namespace

std::vector<CheckGroup> chosen_groups(std::vector<CheckGroup> groups, const std::string& only) {
    if (only.empty()) return groups;
    std::vector<CheckGroup> chosen;
    for (const std::string_view name : split(only, ',')) {
        const auto found = std::find_if(groups.begin(), groups.end(), [&](const CheckGroup& g) { return g.name == name; });
        if (found == groups.end()) fail_usage("--only: no checks are called '", name, "', see --list", did_you_mean(name, names_of(groups)));
        chosen.push_back(*found);
    }
    return chosen;
}

void list_groups(const std::vector<CheckGroup>& groups, bool as_json) {
    std::string json;
    if (!as_json) std::cout << "#checks\tabout\n";
    for (const CheckGroup& g : groups) {
        if (!as_json) std::cout << g.name << '\t' << g.summary << '\n';
        json += join(json.empty() ? '{' : ',', json_string(g.name), ':', json_string(g.summary));
    }
    if (as_json) std::cout << (json.empty() ? "{" : json) << "}\n";
}

void print_checks(const std::vector<Check>& checks, bool as_json) {
    std::string json;
    if (!as_json) std::cout << "#check\tvalue\treference\ttolerance\tverdict\tnote\n";
    for (const Check& c : checks) {
        if (!as_json)
            std::cout << c.name << '\t' << cell(c.value) << '\t' << cell(c.reference) << '\t' << cell(c.tolerance) << '\t' << text(c.verdict) << '\t' << c.note << '\n';
        json += (json.empty() ? "" : ",") + json_of(c);
    }
    if (as_json) std::cout << "{\"checks\":[" << json << "]}\n";
}

}  // namespace gen
