#include "formats/fit_transform.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/counted.hpp"
#include "core/error.hpp"

namespace gen {
namespace {

/// As a float has it where it is one.
std::string shortest(double x) {
    const auto narrow = static_cast<float>(x);
    return static_cast<double>(narrow) == x ? text(narrow) : text(x);
}

/// Calls use(k, column, y) with the numbers of a row as the first `count` steps leave them.
template <class Use>
void each_number(const Transform& transform, std::size_t count, const std::string& row_name, std::size_t columns, const std::vector<double>& numbers,
                 const Use& use) {
    const std::size_t plane = numbers.size() / columns;
    for (std::size_t k = 0; k < numbers.size(); ++k) {
        const double x = numbers[k];
        if (!std::isfinite(x)) fail(row_name, ", column ", k + 1, " is ", x, ", expected a finite number");
        if (const TransformStep* const step = transform.refusing(x, k / plane, count))
            fail(row_name, ", column ", k + 1, " is ", shortest(x), ", ", step->kind->name, " takes ", step->kind->takes_what,
                 step->kind->name == "logit" && x > 1 ? "; --range LO,HI divides them" : "");
        const double y = transform.forward(x, k / plane, count);
        if (!std::isfinite(static_cast<float>(y))) fail(row_name, ", column ", k + 1, " is ", shortest(x), ", which is transformed to ", y);
        use(k, k / plane, y);
    }
}

std::vector<ColumnStatistics> statistics(const Transform& transform, std::size_t count, const FittedRows& rows, bool by_column) {
    std::vector<ColumnStatistics> columns(by_column ? rows.columns : 1);
    for (std::size_t i = 0; i < rows.count; ++i) {
        each_number(transform, count, rows.row_name(i), rows.columns, rows.read(i),
                    [&](std::size_t, std::size_t column, double y) { columns[by_column ? column : 0].add(y); });
    }
    return columns;
}

std::string listed_columns(const std::vector<std::size_t>& columns) {
    std::string out;
    for (std::size_t i = 0; i < std::min<std::size_t>(columns.size(), 5); ++i) out += join(i == 0 ? "" : ", ", columns[i] + 1);
    return columns.size() > 5 ? join(out, " and ", columns.size() - 5, " more") : out;
}

void fit_step(Transform& transform, std::size_t i, const FittedRows& rows, const std::function<void(const std::string&)>& remark) {
    TransformStep& step = transform.steps[i];
    const std::vector<ColumnStatistics> columns = statistics(transform, i, rows, step.by_column);
    std::vector<std::size_t> constant;
    for (std::size_t c = 0; c < columns.size(); ++c) {
        if (!(columns[c].low < columns[c].high)) constant.push_back(c);
        step.numbers.push_back(step.kind->fit(columns[c]));
    }
    if (constant.empty()) return;
    if (!rows.points)
        fail(rows.name, ": all pixels", step.by_column ? " of a channel" : "", " are equal, ", step.kind->name, " has nothing to go by");
    remark(join(rows.name, ": ", step.kind->name, " leaves 0 of what is the same in all rows: column ", listed_columns(constant)));
}

}  // namespace

Range fit_transform(Transform& transform, const FittedRows& rows, const std::function<void(const std::string&)>& remark) {
    for (std::size_t i = 0; i < transform.steps.size(); ++i)
        if (transform.steps[i].numbers.empty()) fit_step(transform, i, rows, remark);
    const ColumnStatistics all = statistics(transform, transform.steps.size(), rows, false).front();
    if (!rows.points && !(all.low < all.high)) fail(rows.name, ": all pixels are equal");
    return {all.low, all.high};
}

void survey_transformed(const Transform& transform, const FittedRows& rows, const Range& range,
                        const std::function<void(const std::string&)>& remark) {
    std::size_t pixels = 0;
    std::size_t outside = 0;
    for (std::size_t i = 0; i < rows.count; ++i) {
        const std::size_t before = pixels;
        each_number(transform, transform.steps.size(), rows.row_name(i), rows.columns, rows.read(i), [&](std::size_t, std::size_t, double y) {
            pixels += static_cast<float>(y) < static_cast<float>(range.low) || static_cast<float>(y) > static_cast<float>(range.high) ? 1 : 0;
        });
        outside += pixels > before ? 1 : 0;
    }
    if (pixels > 0)
        remark(join(rows.name, ": ", counted(pixels, "pixel"), " in ", counted(outside, "row"), pixels == 1 ? " is" : " are",
                    " transformed to outside ", range.low, " to ", range.high, " and clamped"));
}

void apply_transform(const Transform& transform, const std::string& row_name, std::size_t columns, const std::vector<double>& numbers, real* out) {
    each_number(transform, transform.steps.size(), row_name, columns, numbers,
                [&](std::size_t k, std::size_t, double y) { out[k] = static_cast<real>(y); });
}

}  // namespace gen
