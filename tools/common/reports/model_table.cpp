#include "tools/common/reports/model_table.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "formats/model.hpp"
#include "formats/streams.hpp"
#include "formats/utf8.hpp"

namespace gen {
namespace {

Cell number_or_nothing(double v) { return std::isfinite(v) ? Cell(v) : Cell(Absent()); }

bool same_column(const CurveMark& a, const CurveMark& b) { return a.column == b.column; }

}  // namespace

void ModelTable::add(const Document& document, std::size_t item) {
    const std::string kind = document.text_attribute("encoding-type");
    if (kind != "model") fail(document.name, ": holds ", kind.empty() ? "nothing that says its kind" : kind, ", expected a model");
    settings_.push_back(made_settings(document));
    rows_.push_back({document.name, item, curve_marks(curve_of(document)), document.digest.empty() ? content_digest(document) : document.digest});
}

std::size_t ModelTable::without_settings() const {
    return static_cast<std::size_t>(std::count_if(settings_.begin(), settings_.end(), [](const auto& settings) { return settings.empty(); }));
}

Report ModelTable::report(bool items) const {
    const std::vector<DifferingSetting> differing = differing_settings(settings_);
    std::vector<CurveMark> marks;  // of each column the first
    for (const Row& row : rows_)
        for (const CurveMark& mark : row.marks)
            if (std::none_of(marks.begin(), marks.end(), [&](const CurveMark& m) { return same_column(m, mark); })) marks.push_back(mark);
    std::vector<ReportColumn> columns = {{"file"}};
    if (items) columns.push_back({"item"});
    for (const DifferingSetting& setting : differing) columns.push_back({printable(setting.name)});
    for (const CurveMark& mark : marks) {
        columns.push_back({(mark.best ? "best_" : "last_") + mark.column});
        if (mark.best) columns.push_back({join("best_", mark.column, "_epoch")});
    }
    columns.push_back({"digest"});
    Report report(columns, JsonForm::rows, "models");
    for (std::size_t i = 0; i < rows_.size(); ++i) {
        std::vector<Cell> cells = {rows_[i].file};
        if (items) cells.emplace_back(std::uint64_t{rows_[i].item});
        for (const DifferingSetting& setting : differing) cells.push_back(setting.values[i] ? Cell(*setting.values[i]) : Cell(Absent()));
        for (const CurveMark& mark : marks) {
            const auto own = std::find_if(rows_[i].marks.begin(), rows_[i].marks.end(), [&](const CurveMark& m) { return same_column(m, mark); });
            const bool has_one = own != rows_[i].marks.end();
            cells.push_back(number_or_nothing(has_one ? own->value : no_number));
            if (mark.best) cells.push_back(number_or_nothing(has_one ? own->epoch : no_number));
        }
        cells.emplace_back(rows_[i].digest);
        report.add(std::move(cells));
    }
    return report;
}

}  // namespace gen
