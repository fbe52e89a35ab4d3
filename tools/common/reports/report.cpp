#include "tools/common/reports/report.hpp"

#include <cmath>
#include <cstdlib>
#include <iostream>

#include "core/error.hpp"
#include "formats/half_blocks.hpp"
#include "formats/json.hpp"
#include "tools/common/command_line/terminal.hpp"

namespace gen {
namespace {

/// Each row, whatever its group.
template <class Use>
void each_row(const Report& report, const Use& use) {
    for (const Report::Group& group : report.groups())
        for (const std::vector<Cell>& row : group.rows) use(row);
}

std::string tsv_cell(const Cell& cell) {
    if (const auto* const absent = std::get_if<Absent>(&cell)) return std::string(absent->tsv);
    if (const auto* const verdict = std::get_if<Verdict>(&cell)) return std::string(text(*verdict));
    if (const auto* const number = std::get_if<double>(&cell)) return text(*number);
    if (const auto* const count = std::get_if<std::uint64_t>(&cell)) return text(*count);
    std::string out = std::get<std::string>(cell);
    for (char& c : out)
        if (c == '\t' || c == '\n') c = '?';
    return out;
}

std::string json_cell(const Cell& cell) {
    if (std::holds_alternative<Absent>(cell)) return "null";
    if (const auto* const number = std::get_if<double>(&cell)) return std::isfinite(*number) ? text(*number) : "null";
    if (const auto* const count = std::get_if<std::uint64_t>(&cell)) return text(*count);
    if (const auto* const verdict = std::get_if<Verdict>(&cell)) return json_text(text(*verdict));
    return json_text(std::get<std::string>(cell));
}

bool has_content(const Cell& cell) {
    const auto* const words = std::get_if<std::string>(&cell);
    return !std::holds_alternative<Absent>(cell) && (words == nullptr || !words->empty());
}

std::string json_rows(const Report& report, const std::string& title) {
    std::string out;
    each_row(report, [&](const std::vector<Cell>& row) {
        std::string object;
        for (std::size_t i = 0; i < row.size(); ++i) object += join(i == 0 ? "" : ",", json_text(report.columns()[i].name), ':', json_cell(row[i]));
        out += join(out.empty() ? "" : ",", '{', object, '}');
    });
    return join('{', json_text(title), ":[", out, "]}\n");
}

std::string json_names(const Report& report) {
    std::string out;
    each_row(report, [&](const std::vector<Cell>& row) {
        const std::string name = tsv_cell(row[0]);
        out += join(out.empty() ? "" : ",", json_text(name), ':', json_cell(row[1]));
        for (std::size_t i = 2; i < row.size(); ++i)
            if (has_content(row[i])) out += join(',', json_text(join(name, '_', report.columns()[i].suffix)), ':', json_cell(row[i]));
    });
    return join('{', out, "}\n");
}

std::string json_columns(const Report& report) {
    std::string out;
    for (std::size_t i = 1; i < report.columns().size(); ++i) {
        std::string numbers;
        each_row(report, [&](const std::vector<Cell>& row) { numbers += (numbers.empty() ? "" : ",") + json_cell(row[i]); });
        out += join(out.empty() ? "" : ",", json_text(report.columns()[i].name), ":[", numbers, ']');
    }
    return join('{', out, "}\n");
}

bool colors_verdicts() {
    return is_terminal("-") && terminal_colors(std::getenv("NO_COLOR"), std::getenv("TERM"), std::getenv("COLORTERM")) != TerminalColors::none;
}

}  // namespace

void Report::add(std::vector<Cell> row) {
    if (groups_.empty()) begin_group("");
    groups_.back().rows.push_back(std::move(row));
}

std::string Report::tsv() const {
    std::string out;
    for (const ReportColumn& column : columns_) out += (out.empty() ? "" : "\t") + column.name;
    out += '\n';
    each_row(*this, [&](const std::vector<Cell>& row) {
        for (std::size_t i = 0; i < row.size(); ++i) out += (i == 0 ? "" : "\t") + tsv_cell(row[i]);
        out += '\n';
    });
    return out;
}

std::string Report::json() const {
    return json_ == JsonForm::rows ? json_rows(*this, title_) : json_ == JsonForm::names ? json_names(*this) : json_columns(*this);
}

std::string Report::in(Format format) const {
    return format == Format::tsv ? tsv() : format == Format::json ? json() : table(terminal_size().columns, colors_verdicts());
}

bool print(const Run& run, const Report& report, bool well) {
    std::cout << report.in(run.format()) << std::flush;  // before any message
    if (!well && !(run.format() == Format::table && is_terminal("-"))) run.warn(report.summary());
    return well;
}

}  // namespace gen
