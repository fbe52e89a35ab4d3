#include "tools/common/reports/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/estimated.hpp"

namespace gen {
namespace {

const Column* column_of(const Evaluated& model, const std::string& name) {
    const auto found = std::find_if(model.columns.begin(), model.columns.end(), [&](const Column& c) { return c.name == name; });
    return found == model.columns.end() ? nullptr : &*found;
}

Result difference(const Column& from, const Column& to) {
    std::vector<double> values(to.values);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] -= from.values[i];
    return mean_of(to.name, values);
}

Cell error_cell(const Result& result) { return std::isfinite(result.error) ? Cell(result.error) : Cell(Absent{"nan"}); }

}  // namespace

Report comparison_of(const std::vector<Evaluated>& models, bool differences, std::string summary) {
    Report report({{"model", true}, {"name"}, {"value"}, {"standard_error"}, {"difference"}, {"difference_error"}, {"note"}}, JsonForm::rows,
                  "results");
    for (const Evaluated& model : models) {
        report.begin_group(model.model);
        for (const Result& r : model.results) {
            const Column* const first = column_of(models[0], r.name);
            const Column* const own = column_of(model, r.name);
            std::vector<Cell> row = {model.model, r.name, r.value, error_cell(r), Absent{"nan"}, Absent{"nan"}, r.note};
            if (differences && &model != &models[0] && first && own) {
                const Result d = difference(*first, *own);
                row[4] = d.value;
                row[5] = error_cell(d);
            }
            report.add(std::move(row));
        }
    }
    report.sum_up(std::move(summary));
    return report;
}

std::string best_in_words(const std::vector<Evaluated>& models, const std::string& column) {
    const auto mean = [&](const Evaluated* model) {
        const double value = estimated(column_of(*model, column)->values).value;
        return std::isnan(value) ? -std::numeric_limits<double>::infinity() : value;
    };
    std::vector<const Evaluated*> order;
    for (const Evaluated& model : models) order.push_back(&model);
    std::stable_sort(order.begin(), order.end(), [&](const Evaluated* a, const Evaluated* b) { return mean(a) > mean(b); });
    if (std::isinf(mean(order[0]))) return "no model has a finite " + column;
    if (std::isinf(mean(order[1]))) return join(order[0]->model, " alone has a finite ", column);
    const Result ahead = difference(*column_of(*order[1], column), *column_of(*order[0], column));
    const bool sure = !(ahead.value <= 2 * ahead.error);
    return join(order[0]->model, " has the highest ", column, ", ", rounded_text(ahead.value), " nats above ", order[1]->model,
                std::isfinite(ahead.error) ? ", standard error " + rounded_text(ahead.error) : "", sure ? "" : ": too close to tell them apart");
}

}  // namespace gen
