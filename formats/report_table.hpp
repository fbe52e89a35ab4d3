#pragma once

#include <optional>
#include <string>
#include <vector>

namespace gen {

/// A report as gen-score, vae-eval and kl-check print it with --format tsv or json: cells of text under named columns.
struct ReportTable {
    std::string name;  // for messages
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  // as wide as there are columns

    /// The number of a column; nothing where there is none of that name.
    std::optional<std::size_t> column(std::string_view title) const;
    /// Whether it begins as gen-score's does: metric, value, se, real, trivial.
    bool is_scores() const;
    /// Whether it is a comparison by gen-score: metric, real, then NAME and NAME_se of each, best.
    bool is_comparison() const;
};

/// Throws Fault::input where the text is no such table: "scores.tsv:3: 4 cells, expected 5".
ReportTable report_table_of(const std::string& text, const std::string& name);

/// Whether two scores share metrics, and beside each of them stands the same of real data and the same size: they come from the same REAL by the same
/// protocol. Most scores of others cannot be compared.
bool comparable(const ReportTable& a, const ReportTable& b);

/// What a comparison says of each, as scores under its name.
std::vector<ReportTable> parts_of(const ReportTable& comparison);

/// All of the cell as a number.
std::optional<double> number_in(const std::string& cell);

}  // namespace gen
