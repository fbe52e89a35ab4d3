#include "tools/common/reports/results.hpp"

#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/estimated.hpp"

namespace gen {

Result mean_of(std::string name, std::span<const double> values, std::string note) {
    const Estimated e = estimated(values);
    return {std::move(name), e.value, values.size() > 1 ? e.error : std::nan(""), std::move(note)};
}

Report report_of(const std::vector<Result>& results, std::string summary) {
    Report report({{"name"}, {"value"}, {.name = "standard_error", .suffix = "se"}, {"note"}}, JsonForm::names);
    for (const Result& r : results) {
        if (!r.group.empty()) report.begin_group(r.group);
        report.add({r.name, r.value, std::isfinite(r.error) ? Cell(r.error) : Cell(Absent{"nan"}), r.note});
    }
    report.sum_up(std::move(summary));
    return report;
}

std::string in_words(const Result& result, std::string_view unit) {
    return join(result.name, ' ', rounded_text(result.value), unit.empty() ? "" : " ", unit,
                std::isfinite(result.error) ? ", standard error " + rounded_text(result.error) : "");
}

Report report_of(const std::vector<Column>& columns) {
    std::vector<ReportColumn> names = {{"image"}};
    for (const Column& column : columns) names.push_back({column.name});
    Report report(std::move(names), JsonForm::columns);
    for (std::size_t i = 0; i < columns.front().values.size(); ++i) {
        std::vector<Cell> row = {static_cast<std::uint64_t>(i)};
        for (const Column& column : columns) row.emplace_back(column.values[i]);
        report.add(std::move(row));
    }
    return report;
}

}  // namespace gen
