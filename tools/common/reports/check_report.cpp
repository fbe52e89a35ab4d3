#include "tools/common/reports/check_report.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

Cell cell(double number) { return number == number ? Cell(number) : Cell(Absent()); }

/// How many checks came out as `verdict`, and which.
struct Outcome {
    std::size_t count = 0;
    std::string names;

    Outcome(const std::vector<Check>& checks, Verdict verdict) {
        for (const Check& c : checks)
            if (c.verdict == verdict) names += join(count++ == 0 ? "" : ", ", c.name);
    }
};

/// "31 checks passed, 2 failed: toy.optimum, order.5_50; 1 warning: data.grey; 4 skipped".
std::string summary_of(const std::vector<Check>& checks, bool strict) {
    const Outcome passed(checks, Verdict::pass);
    const Outcome failed(checks, Verdict::fail);
    const Outcome warned(checks, Verdict::warn);
    const Outcome skipped(checks, Verdict::skip);
    std::string out = join(counted(passed.count, "check"), " passed");
    if (failed.count > 0) out += join(", ", failed.count, " failed: ", failed.names);
    if (warned.count > 0) out += join("; ", counted(warned.count, "warning"), strict ? " (--strict: a failure): " : ": ", warned.names);
    return skipped.count > 0 ? join(out, "; ", skipped.count, " skipped") : out;
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

Report list_of(const std::vector<CheckSubject>& subjects) {
    const bool several = subjects.size() > 1;
    std::vector<ReportColumn> columns = {{"checks"}, {"about"}};
    if (several) columns.insert(columns.begin(), {"subject", true});
    Report report(std::move(columns), several ? JsonForm::rows : JsonForm::names, "groups");
    for (const CheckSubject& subject : subjects) {
        report.begin_group(several ? "kl-check " + subject.name : "");
        for (const CheckGroup& g : subject.groups)
            report.add(several ? std::vector<Cell>{subject.name, g.name, g.summary} : std::vector<Cell>{g.name, g.summary});
    }
    return report;
}

Report report_of(const std::vector<CheckGroup>& groups, const std::vector<Check>& checks, bool strict) {
    Report report({{"check"}, {"value"}, {"reference"}, {"tolerance"}, {"verdict"}, {"note"}}, JsonForm::rows, "checks");
    std::string name;  // of the group at hand
    for (const Check& c : checks) {
        if (std::string of = c.name.substr(0, c.name.find('.')); of != name) {
            name = std::move(of);
            const auto group = std::find_if(groups.begin(), groups.end(), [&](const CheckGroup& g) { return g.name == name; });
            report.begin_group(group == groups.end() ? name : join(name, ": ", group->summary));
        }
        report.add({c.name, cell(c.value), cell(c.reference), cell(c.tolerance), c.verdict, c.note});
    }
    report.sum_up(summary_of(checks, strict));
    return report;
}

}  // namespace gen
