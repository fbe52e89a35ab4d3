#include "formats/page/score_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/scores/metric.hpp"
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

/// A minus sign is one.
std::string with_minus(std::string_view number) { return number.starts_with('-') ? join("\u2212", number.substr(1)) : std::string(number); }

/// With so many digits after the point.
std::string fixed_text(double number, int digits) {
    std::array<char, 400> out;
    const auto written = std::to_chars(out.data(), out.data() + out.size(), number, std::chars_format::fixed, digits);
    return with_minus({out.data(), written.ptr});
}

/// For people; what is not known is a dash.
std::string short_text(double number) {
    if (std::isnan(number)) return "\u2013";
    if (std::isinf(number)) return number > 0 ? "\u221e" : "\u2212\u221e";
    return with_minus(rounded_text(number));
}

/// "7.05 ± 0.35": two digits of what a number may be off by, and its own as far as those go.
std::pair<std::string, std::string> rounded(double number, double off) {
    constexpr int most_digits = 9;
    const double place = std::isfinite(off) && off > 0 ? 1 - std::floor(std::log10(off)) : most_digits + 1;
    const bool plain = place > most_digits || place < 0 || !std::isfinite(number) || std::abs(number) > 1e7;
    if (plain) return {short_text(number), short_text(off)};
    return {fixed_text(number, static_cast<int>(place)), fixed_text(off, static_cast<int>(place))};
}

/// A number with what it may be off by.
std::string number_cell(const std::string& cell, const std::string& error = "", bool marked = false) {
    const std::optional<double> number = number_in(cell);
    if (!number) return join("<td>", html(cell), "</td>");
    std::optional<double> off = number_in(error);
    if (off && !std::isfinite(*off)) off.reset();
    const auto [shown_number, shown_off] = off ? rounded(*number, *off) : std::pair(short_text(*number), std::string());
    return join("<td class=\"number\" data-value=\"", html(cell), "\" title=\"", html(cell), off ? " \u00b1 " : "", off ? html(error) : "", "\">",
                marked ? "<strong>" : "", shown_number, marked ? "</strong>" : "", off ? join(" <small>\u00b1 ", shown_off, "</small>") : "",
                "</td>");
}

/// The line of a metric; null where a table does not have it.
const std::vector<std::string>* row_of(const ReportTable& table, const std::string& name) {
    const auto row = std::ranges::find_if(table.rows, [&](const auto& r) { return r[metric] == name; });
    return row == table.rows.end() ? nullptr : &*row;
}

/// The metric whose name this is, alone or before that of features; null where it is none of ours.
const Metric* metric_of(const std::string& name) {
    const Metric* const whole = find_metric(name);
    return whole != nullptr ? whole : find_metric(std::string_view(name).substr(0, name.find('-')));
}

struct Direction {
    std::string_view sign;
    std::string_view words;
};

Direction direction_of(const Metric& known) {
    switch (known.better) {
        case Metric::Better::lower: return {"\u2193", "lower is better"};
        case Metric::Better::higher: return {"\u2191", "higher is better"};
        case Metric::Better::near_real: return {"\u2248", "nearer to real data is better"};
    }
    return {};
}

/// The name of a line, and which way a metric of ours is better.
std::string name_cell(const std::string& name) {
    const Metric* const known = metric_of(name);
    std::string out = join("<th scope=\"row\">", html(name));
    if (known != nullptr) {
        const auto [sign, words] = direction_of(*known);
        out += join("\u00a0<small role=\"img\" aria-label=\"", words, "\" title=\"", words, "\">", sign, "</small>");
    }
    return out + "</th>";
}

/// One line of several scores; what is missing is NaN.
struct Line {
    std::vector<double> values;
    std::vector<double> errors;
    double of_real = std::numeric_limits<double>::quiet_NaN();
};

Line line_of(const std::vector<const std::vector<std::string>*>& rows) {
    Line line;
    const auto number = [](const std::vector<std::string>* row, Column column) { return row == nullptr ? std::nullopt : number_in((*row)[column]); };
    for (const std::vector<std::string>* const row : rows) {
        line.values.push_back(number(row, value).value_or(line.of_real));
        const double error = number(row, se).value_or(0);
        line.errors.push_back(std::isfinite(error) ? error : 0);
    }
    for (const std::vector<std::string>* const row : rows)
        if (!std::isfinite(line.of_real)) line.of_real = number(row, real_data).value_or(line.of_real);
    return line;
}

/// Which are the best, or not to be told from it by two standard errors of the difference.
std::vector<bool> best_of(const std::string& name, const Line& line) {
    std::vector<bool> best(line.values.size());
    const Metric* const known = metric_of(name);
    if (known == nullptr || (known->better == Metric::Better::near_real && !std::isfinite(line.of_real))) return best;
    std::size_t first = 0;
    for (std::size_t i = 1; i < best.size(); ++i)
        if (is_better(*known, line.values[i], line.values[first], line.of_real)) first = i;
    for (std::size_t i = 0; i < best.size(); ++i)
        best[i] = std::abs(line.values[i] - line.values[first]) <= 2 * std::hypot(line.errors[i], line.errors[first]) || i == first;
    return best;
}

std::string comparison_row(const std::vector<ReportTable>& scores, const std::string& name, bool with_trivial) {
    std::vector<const std::vector<std::string>*> rows;
    for (const ReportTable& table : scores) rows.push_back(row_of(table, name));
    const std::vector<bool> best = best_of(name, line_of(rows));
    std::string out = "<tr>" + name_cell(name);
    for (std::size_t i = 0; i < rows.size(); ++i) out += rows[i] == nullptr ? "<td></td>" : number_cell((*rows[i])[value], (*rows[i])[se], best[i]);
    const std::vector<std::string>& first = **std::ranges::find_if(rows, [](const auto* row) { return row != nullptr; });
    return out + number_cell(first[real_data]) + (with_trivial ? number_cell(first[trivial]) : "") + "</tr>\n";
}

}  // namespace

std::string sortable_table(const ReportTable& table) {
    std::string out = "<div class=\"wide\"><table class=\"sortable\">\n" + heading_row(table.columns, columns_of_numbers(table)) + "<tbody>\n";
    for (const std::vector<std::string>& row : table.rows) {
        out += table.is_scores() ? "<tr>" + name_cell(row[metric]) : join("<tr><th scope=\"row\">", html(row[0]), "</th>");
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
    titles.emplace_back("real");
    const auto has_trivial = [](const ReportTable& table) {
        return std::ranges::any_of(table.rows, [](const auto& row) { return !row[trivial].empty(); });
    };
    const bool with_trivial = std::ranges::any_of(scores, has_trivial);
    if (with_trivial) titles.emplace_back("trivial");
    std::vector<bool> numbers(titles.size(), true);
    numbers[0] = false;
    std::string out = "<div class=\"wide\"><table class=\"sortable\">\n" + heading_row(titles, numbers) + "<tbody>\n";
    for (const std::string& name : names) out += comparison_row(scores, name, with_trivial);
    return out +
           join(
               "</tbody></table></div>\n<p class=\"small\">Bold: the best of each line (\u2193 lower is better, \u2191 higher, \u2248 nearer to "
               "<em>real</em>), and what two standard errors do not tell from it. <em>real",
               with_trivial ? "</em> is what real data get under the same protocol, <em>trivial</em> what a mean image or noise gets"
                            : "</em> is what real data get under the same protocol",
               ".</p>\n");
}

}  // namespace gen::page
