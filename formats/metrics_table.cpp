#include "formats/metrics_table.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <limits>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "core/words.hpp"
#include "formats/held.hpp"
#include "formats/json.hpp"
#include "formats/limits.hpp"
#include "formats/posix.hpp"
#include "formats/utf8.hpp"

namespace gen {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view event = "event";  // the column of text

std::string in_quotes(std::string_view cell) { return "'" + printable(cell.substr(0, 40)) + "'"; }

std::vector<std::string_view> split(std::string_view line, char separator) {
    std::vector<std::string_view> out;
    for (std::size_t at = 0;;) {
        const std::size_t end = line.find(separator, at);
        out.push_back(line.substr(at, end - at));
        if (end == std::string_view::npos) return out;
        at = end + 1;
    }
}

double number(std::string_view cell, const std::string& where, const std::string& column) {
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error == std::errc::result_out_of_range) fail(where, ": ", column, " is ", in_quotes(cell), ", beyond what a double holds");
    if (error != std::errc() || end != cell.data() + cell.size()) fail(where, ": ", column, " is ", in_quotes(cell), ", expected a number");
    return value;
}

void add_column(MetricsTable& table, std::string_view name, const std::string& where) {
    if (table.columns.size() == limit::columns) fail(where, "more than ", limit::columns, " columns, expected metrics");
    table.columns.emplace_back(name);
}

void read_header(MetricsTable& table, std::string_view line) {
    if (line.starts_with('#')) line.remove_prefix(1);
    for (const std::string_view cell : split(line, '\t')) {
        const std::string where = join(table.name, ":1: ");
        if (cell.empty()) fail(where, "a column without a name");
        if (cell.find_first_not_of("+-.0123456789") == std::string_view::npos)
            fail(where, "got the number ", in_quotes(cell), ", expected names of columns");
        if (table.has(cell)) fail(where, "two columns named ", in_quotes(cell));
        add_column(table, cell, where);
    }
}

void read_cells(MetricsTable& table, std::string_view line, const std::string& where) {
    const std::vector<std::string_view> cells = split(line, '\t');
    if (cells.size() != table.columns.size()) fail(where, ": ", counted(cells.size(), "cell"), ", expected ", table.columns.size());
    std::vector<double>& row = table.rows.emplace_back();
    std::string& happened = table.events.emplace_back("-");
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (table.columns[i] == event) happened = cells[i];
        row.push_back(table.columns[i] == event ? missing : number(cells[i], where, table.columns[i]));
    }
}

Json object_of(std::string_view line, const std::string& where) {
    try {
        if (Json object = Json::parse(line); object.is_object()) return object;
    } catch (const JsonError&) {  // NOLINT(bugprone-empty-catch): what is no JSON is no object either
    }
    fail(where, ": ", in_quotes(line), " is not a JSON object");
}

void read_object(MetricsTable& table, std::string_view line, const std::string& where) {
    const Json object = object_of(line, where);
    std::vector<double>& row = table.rows.emplace_back(table.columns.size(), missing);
    std::string& happened = table.events.emplace_back("-");
    for (const auto& [key, value] : object.members()) {
        auto at = static_cast<std::size_t>(std::find(table.columns.begin(), table.columns.end(), key) - table.columns.begin());
        if (at == table.columns.size()) {
            add_column(table, key, where + ": ");
            row.push_back(missing);
        }
        if (key == event && value.is_text())
            happened = value.text();
        else if (value.is_number() && key != event)
            row[at] = value.number();
        else if (value.is_text())
            row[at] = number(value.text(), where, key);
        else if (!value.is_null())
            fail(where, ": ", key, " is ", in_quotes(value.dump()), key == event ? ", expected text" : ", expected a number");
    }
}

/// Looks at what came from `first` on.
void refuse_what_is_no_table(const std::string& text, std::size_t first, const std::string& name) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\r' && c != '\n'; };
    if (first == 0 && text.starts_with("\x89HDF\r\n")) fail(name, ": is an HDF5 file, expected the table that --metrics of a trainer writes");
    if (std::any_of(text.begin() + static_cast<std::ptrdiff_t>(first), text.end(), is_control)) fail(name, ": not text, expected metrics");
}

}  // namespace

bool MetricsTable::has(std::string_view column) const { return std::find(columns.begin(), columns.end(), column) != columns.end(); }

std::vector<double> MetricsTable::values(std::string_view column) const {
    const auto at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
    if (at == columns.size()) {
        const Words there = names_of(columns);
        fail(name, ": no column ", in_quotes(column), ", there are ", listed(there), did_you_mean(column, there));
    }
    std::vector<double> out;
    for (const std::vector<double>& row : rows) out.push_back(row[at]);
    return out;
}

MetricsTable metrics_of(const std::string& text, const std::string& name) {
    MetricsTable table = {name, {}, {}, {}};
    refuse_what_is_no_table(text, 0, name);
    const std::string what = name + ": its rows";
    Held held(what, text.size());
    const bool json = text.starts_with('{');
    std::size_t line_number = 0;
    for (std::string_view line : split(text, '\n')) {
        ++line_number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) continue;
        const std::string where = join(name, ":", line_number);
        constexpr std::size_t around = 200;  // of memory that a row takes besides its numbers
        held.add(around + table.columns.size() * sizeof(double));
        if (json)
            read_object(table, line, where);
        else if (table.columns.empty())
            read_header(table, line);
        else
            read_cells(table, line, where);
    }
    if (table.columns.empty()) fail(name, ": empty, expected metrics");
    if (table.rows.empty()) fail(name, ": no line but the header");
    for (std::vector<double>& row : table.rows) row.resize(table.columns.size(), missing);  // of JSON, before a key appeared
    return table;
}

MetricsTable read_metrics(const std::string& path) {
    const std::string name = path == "-" ? "stdin" : path;
    const Descriptor file(path == "-" ? STDIN_FILENO : open_file(path, O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) fail_errno(name, errno);
    const std::string what = name + ": its text";
    struct stat status{};
    const bool is_regular = ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
    Held held(what, is_regular ? static_cast<std::size_t>(status.st_size) : 0);
    std::string text;
    for (std::size_t size = 0;;) {
        constexpr std::size_t more = 1 << 16;
        text.resize(size + more);
        const std::size_t got = read_fully(file.get(), text.data() + size, more, name);
        text.resize(size + got);
        refuse_what_is_no_table(text, size, name);
        size += got;
        if (got < more) break;
        held.add(2 * got);  // strings grow ahead of what is in them
    }
    return metrics_of(text, name);
}

}  // namespace gen
