#include "formats/page/score_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "formats/page/markup.hpp"

namespace gen::page {
namespace {

enum Column : std::size_t { metric, value, se, real_data, trivial };

/// `numbers`: of each column whether it holds some.
std::string heading_row(const std::vector<std::string>& titles, const std::vector<bool>& numbers) {
    std::string out = "<thead><tr>";
    for (std::size_t i = 0; i < titles.size(); ++i)
        out += join("<th scope=\"col\"", numbers[i] ? " class=\"number\"" : "", "><button type=\"button\">", html(titles[i]), "</button></th>");
    return out + "</tr></thead>\n";
}

std::vector<bool> columns_of_numbers(const ReportTable& table) {
    std::vector<bool> out(table.columns.size());
    for (std::size_t i = 1; i < out.size(); ++i)
        out[i] = std::ranges::any_of(table.rows, [&](const auto& row) { return number_in(row[i]).has_value(); });
    return out;
}

/// A number with what it may be off by.
std::string number_cell(const std::string& cell, const std::string& error = "", bool marked = false) {
    const std::optional<double> number = number_in(cell);
    if (!number) return join("<td>", html(cell), "</td>");
    const std::optional<double> off = number_in(error);
    return join("<td class=\"number\" data-value=\"", html(cell), "\" title=\"", html(cell), off ? " \u00b1 " : "", off ? html(error) : "", "\">",
                marked ? "<strong>" : "", rounded_text(*number), marked ? "</strong>" : "",
                off ? join(" <small>\u00b1 ", rounded_text(*off), "</small>") : "", "</td>");
}

/// The line of a metric; null where a table does not have it.
const std::vector<std::string>* row_of(const ReportTable& table, const std::string& name) {
    const auto row = std::ranges::find_if(table.rows, [&](const auto& r) { return r[metric] == name; });
    return row == table.rows.end() ? nullptr : &*row;
}

struct Score {
    double distance = std::numeric_limits<double>::infinity();  // from what real data get
    double error = 0;
};

Score score_of(const std::vector<std::string>* row) {
    if (row == nullptr) return {};
    const std::optional<double> number = number_in((*row)[value]);
    const std::optional<double> real_number = number_in((*row)[real_data]);
    if (!number || !real_number || !std::isfinite(*number) || !std::isfinite(*real_number)) return {};
    const double error = number_in((*row)[se]).value_or(0);
    return {std::abs(*number - *real_number), std::isfinite(error) ? error : 0};
}

/// Whether nothing is nearer by more than two standard errors of the difference.
bool is_among_the_best(const Score& score, const std::vector<Score>& all) {
    if (!std::isfinite(score.distance)) return false;
    return std::all_of(all.begin(), all.end(),
                       [&](const Score& other) { return score.distance - other.distance <= 2 * std::hypot(score.error, other.error); });
}

std::string comparison_row(const std::vector<ReportTable>& scores, const std::string& name) {
    std::vector<Score> all;
    for (const ReportTable& table : scores) all.push_back(score_of(row_of(table, name)));
    std::string out = join("<tr><th scope=\"row\">", html(name), "</th>");
    const std::vector<std::string>* first = nullptr;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::vector<std::string>* const row = row_of(scores[i], name);
        if (first == nullptr) first = row;
        out += row == nullptr ? "<td></td>" : number_cell((*row)[value], (*row)[se], is_among_the_best(all[i], all));
    }
    return out + number_cell((*first)[real_data]) + number_cell((*first)[trivial]) + "</tr>\n";
}

}  // namespace

std::string sortable_table(const ReportTable& table) {
    std::string out = "<div class=\"wide\"><table class=\"sortable\">\n" + heading_row(table.columns, columns_of_numbers(table)) + "<tbody>\n";
    for (const std::vector<std::string>& row : table.rows) {
        out += join("<tr><th scope=\"row\">", html(row[0]), "</th>");
        for (std::size_t i = 1; i < row.size(); ++i) out += number_cell(row[i]);
        out += "</tr>\n";
    }
    return out + "</tbody></table></div>\n";
}

std::string score_comparison(const std::vector<ReportTable>& scores, const std::vector<std::string>& captions) {
    std::vector<std::string> names;
    for (const ReportTable& table : scores)
        for (const std::vector<std::string>& row : table.rows)
            if (std::ranges::find(names, row[metric]) == names.end()) names.push_back(row[metric]);
    std::vector<std::string> titles = {"metric"};
    titles.insert(titles.end(), captions.begin(), captions.end());
    titles.insert(titles.end(), {"real", "trivial"});
    std::vector<bool> numbers(titles.size(), true);
    numbers[0] = false;
    std::string out = "<div class=\"wide\"><table class=\"sortable\">\n" + heading_row(titles, numbers) + "<tbody>\n";
    for (const std::string& name : names) out += comparison_row(scores, name);
    return out +
           "</tbody></table></div>\n<p class=\"small\">Bold: nearest to what real data get under the same protocol, or not to be told from the "
           "nearest "
           "by two standard errors. The columns <em>real</em> and <em>trivial</em> are those of the first file that has the metric.</p>\n";
}

}  // namespace gen::page
