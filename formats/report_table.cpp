#include "formats/report_table.hpp"

#include <algorithm>
#include <charconv>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/json.hpp"

namespace gen {
namespace {

std::string cell_of(const Json& value) { return value.is_null() ? "" : value.is_text() ? value.text() : value.dump(); }

std::size_t place_of(ReportTable& table, const std::string& column) {
    const auto at = table.column(column);
    if (at) return *at;
    table.columns.push_back(column);
    for (std::vector<std::string>& row : table.rows) row.resize(table.columns.size());
    return table.columns.size() - 1;
}

void add_row(ReportTable& table, const Json& object) {
    const std::size_t at = table.rows.size();
    table.rows.emplace_back(table.columns.size());
    for (const auto& [name, value] : object.members()) {
        const std::size_t column = place_of(table, name);
        table.rows[at][column] = cell_of(value);
    }
}

/// {"scores":[{"metric":...},...]}, {"elbo":-98.2,...} or {"elbo":[-98.2,...],...}
void read_object(ReportTable& table, const Json& json) {
    const auto& members = json.members();
    if (members.size() == 1 && members[0].second.is_array() && !members[0].second.elements().empty() && members[0].second.elements()[0].is_object()) {
        for (const Json& row : members[0].second.elements()) add_row(table, row);
        return;
    }
    const bool lists = std::all_of(members.begin(), members.end(), [](const Json::Member& m) { return m.second.is_array(); });
    if (!lists) table.columns = {"name", "value"};
    for (const auto& [name, value] : members) {
        if (!lists) {
            table.rows.push_back({name, cell_of(value)});
            continue;
        }
        const std::size_t column = place_of(table, name);
        const std::vector<Json>& cells = value.elements();
        while (table.rows.size() < cells.size()) table.rows.emplace_back(table.columns.size());
        for (std::size_t i = 0; i < cells.size(); ++i) table.rows[i][column] = cell_of(cells[i]);
    }
}

void read_lines(ReportTable& table, const std::string& text) {
    std::size_t number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const std::vector<std::string_view> cells = split(line, '\t');
        std::vector<std::string> row(cells.begin(), cells.end());
        if (table.columns.empty()) {
            table.columns = std::move(row);
            continue;
        }
        if (row.size() > table.columns.size()) fail(table.name, ":", number, ": ", counted(row.size(), "cell"), ", expected ", table.columns.size());
        row.resize(table.columns.size());
        table.rows.push_back(std::move(row));
    }
}

/// As numbers, where both are.
bool same(const std::string& a, const std::string& b) {
    const std::optional<double> number = number_in(a);
    return a == b || (number && number == number_in(b));
}

}  // namespace

std::optional<std::size_t> ReportTable::column(std::string_view title) const {
    const auto found = std::find(columns.begin(), columns.end(), title);
    return found == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - columns.begin()));
}

bool ReportTable::is_scores() const {
    const std::vector<std::string> first = {"metric", "value", "se", "real", "trivial"};
    return columns.size() >= first.size() && std::equal(first.begin(), first.end(), columns.begin());
}

bool ReportTable::is_comparison() const {
    if (columns.size() < 5 || columns.size() % 2 == 0 || columns[0] != "metric" || columns[1] != "real" || columns.back() != "best") return false;
    for (std::size_t i = 2; i + 1 < columns.size(); i += 2)
        if (columns[i + 1] != columns[i] + "_se") return false;
    return true;
}

bool comparable(const ReportTable& a, const ReportTable& b) {
    const std::size_t real_data = 3;
    const std::optional<std::size_t> size_a = a.column("n");
    const std::optional<std::size_t> size_b = b.column("n");
    bool any = false;
    for (const std::vector<std::string>& row : a.rows)
        for (const std::vector<std::string>& other : b.rows) {
            if (row[0] != other[0]) continue;
            any = true;
            if (!same(row[real_data], other[real_data]) || (size_a && size_b && row[*size_a] != other[*size_b])) return false;
        }
    return any;
}

std::vector<ReportTable> parts_of(const ReportTable& comparison) {
    std::vector<ReportTable> parts;
    for (std::size_t i = 2; i + 1 < comparison.columns.size(); i += 2) {
        ReportTable part = {comparison.columns[i], {"metric", "value", "se", "real", "trivial"}, {}};
        for (const std::vector<std::string>& row : comparison.rows) part.rows.push_back({row[0], row[i], row[i + 1], row[1], ""});
        parts.push_back(std::move(part));
    }
    return parts;
}

ReportTable report_table_of(const std::string& text, const std::string& name) {
    ReportTable table = {name, {}, {}};
    const std::string_view expected = ": is neither HDF5 nor a table, expected a model, images, a training curve, or what a tool reports";
    if (text.find('\0') != std::string::npos) fail(name, expected);
    if (text.starts_with('{')) {
        try {
            read_object(table, Json::parse(text));
        } catch (const JsonError&) {
            fail(name, expected);
        }
    } else {
        read_lines(table, text);
    }
    if (table.columns.size() < 2) fail(name, expected);
    if (table.rows.empty()) fail(name, ": no line but the header");
    return table;
}

std::optional<double> number_in(const std::string& cell) {
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    return cell.empty() || error != std::errc() || end != cell.data() + cell.size() ? std::nullopt : std::optional(value);
}

}  // namespace gen
