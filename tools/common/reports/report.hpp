// reports: what tools say in numbers: tables, TSV and JSON from one description of rows, and the reports built of it. What the numbers are is
// lib/eval.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "eval/check.hpp"
#include "tools/common/command_line/tool.hpp"

namespace gen {

/// A cell without content: `tsv` stands in its place in TSV, null in JSON, a blank in a table.
struct Absent {
    std::string_view tsv = "";
};
using Cell = std::variant<Absent, std::string, std::uint64_t, double, Verdict>;

struct ReportColumn {
    std::string name;
    bool in_heading = false;    // the headings of a table say it, so that its rows need not
    std::string suffix = name;  // of JsonForm::names
};

/// What a report is in JSON.
enum class JsonForm {
    rows,     // {"checks":[{"check":"toy.optimum","value":-1.386,...},...]}
    names,    // {"elbo":-98.2,"elbo_se":0.4,...}: the first column names the second; the others follow where they have content
    columns,  // {"elbo":[-98.2,-104.1,...],...}, without the first column, which counts the rows
};

/// Rows of typed cells, as a tool prints them: a table on a terminal, TSV elsewhere, or JSON.
class Report {
public:
    struct Group {
        std::string heading;
        std::vector<std::vector<Cell>> rows = {};
    };

    /// `title`: of the array of JsonForm::rows.
    explicit Report(std::vector<ReportColumn> columns, JsonForm json = JsonForm::rows, std::string title = "rows")
        : columns_(std::move(columns)), json_(json), title_(std::move(title)) {}

    /// The rows that follow stand under this heading in a table.
    void begin_group(std::string heading) { groups_.push_back({std::move(heading)}); }
    /// A row may end before the last column.
    void add(std::vector<Cell> row);
    /// The last line of a table: what all rows together say.
    void sum_up(std::string summary) { summary_ = std::move(summary); }

    const std::vector<ReportColumn>& columns() const { return columns_; }
    const std::vector<Group>& groups() const { return groups_; }
    const std::string& summary() const { return summary_; }
    std::string tsv() const;
    std::string json() const;
    /// Aligned, numbers rounded, no wider than `width` where texts can be wrapped, verdicts coloured if `colors`.
    std::string table(std::size_t width, bool colors) const;
    std::string in(Format format) const;

private:
    std::vector<ReportColumn> columns_;
    JsonForm json_;
    std::string title_;
    std::vector<Group> groups_;
    std::string summary_;
};

/// Prints the report in the form of the run. Where it is not `well` and no terminal shows the last line, that line goes to stderr as a message. Gives
/// `well`.
bool print(const Run& run, const Report& report, bool well = true);

}  // namespace gen
