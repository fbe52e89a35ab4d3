#include "prob/transform.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

bool always(double, double, double) { return true; }
double part(double x, double alpha) { return alpha + (1 - 2 * alpha) * x; }

constexpr TransformKind kinds[] = {
    {.name = "log1p",
     .numbers = {},
     .forward = [](double x, double, double) { return std::log1p(x); },
     .inverse = [](double y, double, double) { return std::expm1(y); },
     .log_slope = [](double x, double, double) { return -std::log1p(x); },
     .takes = [](double x, double, double) { return x > -1; },
     .takes_what = "numbers above -1",
     .is_valid = [](double, double) { return true; },
     .says = "log(1 + x)"},
    {.name = "log10",
     .numbers = {"floor", ""},
     .forward = [](double x, double floor, double) { return std::log10(std::max(x, floor)); },
     .inverse = [](double y, double, double) { return std::pow(10, y); },
     .log_slope = [](double x, double floor, double) { return -std::log(std::max(x, floor)) - std::log(std::log(10.0)); },
     .takes = always,
     .takes_what = "numbers",
     .is_valid = [](double floor, double) { return floor > 0; },
     .setting = "FLOOR",
     .says = "log10 of x, or of FLOOR where x is below it"},
    {.name = "asinh",
     .numbers = {"scale", ""},
     .forward = [](double x, double scale, double) { return std::asinh(x / scale); },
     .inverse = [](double y, double scale, double) { return scale * std::sinh(y); },
     .log_slope = [](double x, double scale, double) { return -std::log(std::hypot(scale, x)); },
     .takes = always,
     .takes_what = "numbers",
     .is_valid = [](double scale, double) { return scale > 0; },
     .setting = "S",
     .says = "asinh(x / S), a logarithm for both signs"},
    {.name = "sqrt",
     .numbers = {},
     .forward = [](double x, double, double) { return std::sqrt(x); },
     .inverse = [](double y, double, double) { return y > 0 ? y * y : 0; },
     .log_slope = [](double x, double, double) { return -std::log(2.0) - std::log(x) / 2; },
     .takes = [](double x, double, double) { return x >= 0; },
     .takes_what = "numbers from 0",
     .is_valid = [](double, double) { return true; },
     .says = "the square root; what a model draws below 0 becomes 0"},
    {.name = "standardize",
     .numbers = {"mean", "sd"},
     .forward = [](double x, double mean, double sd) { return (x - mean) / sd; },
     .inverse = [](double y, double mean, double sd) { return mean + y * sd; },
     .log_slope = [](double, double, double sd) { return -std::log(sd); },
     .takes = always,
     .takes_what = "numbers",
     .is_valid = [](double, double sd) { return sd > 0; },
     .fit = [](const ColumnStatistics& column) -> std::array<double, 2> {
         const double sd = std::sqrt(column.squares / column.count);
         return {column.mean, column.low < column.high && sd > 0 ? sd : 1};
     },
     .says = "(x - mean) / standard deviation"},
    {.name = "minmax",
     .numbers = {"min", "max"},
     .forward = [](double x, double low, double high) { return (x - low) / (high - low); },
     .inverse = [](double y, double low, double high) { return low + y * (high - low); },
     .log_slope = [](double, double low, double high) { return -std::log(high - low); },
     .takes = always,
     .takes_what = "numbers",
     .is_valid = [](double low, double high) { return low < high; },
     .fit = [](const ColumnStatistics& column) -> std::array<double, 2> {
         return {column.low, column.low < column.high ? column.high : column.low + 1};
     },
     .says = "(x - least) / (largest - least)"},
    {.name = "logit",
     .numbers = {"alpha", ""},
     .forward = [](double x, double alpha, double) { return std::log(part(x, alpha)) - std::log1p(-part(x, alpha)); },
     .inverse = [](double y, double alpha, double) { return (1 / (1 + std::exp(-y)) - alpha) / (1 - 2 * alpha); },
     .log_slope = [](double x, double alpha, double) { return std::log(1 - 2 * alpha) - std::log(part(x, alpha)) - std::log1p(-part(x, alpha)); },
     .takes = [](double x, double alpha, double) { return x >= 0 && x <= 1 && part(x, alpha) > 0 && part(x, alpha) < 1; },
     .takes_what = "numbers from 0 to 1 (without these where A is 0)",
     .is_valid = [](double alpha, double) { return alpha >= 0 && alpha < 0.5; },
     .setting = "A",
     .says = "log(p / (1 - p)) of p = A + (1 - 2 A) x"},
};

TransformStep parse_step(std::string_view option, std::string_view words) {
    const auto [name, setting] = split_at(words, ':');
    const auto* const kind = std::ranges::find(kinds, name, &TransformKind::name);
    if (kind == std::end(kinds))
        fail_usage(option, ": '", words, "' is not known, expected ", either(names_of(kinds)), did_you_mean(name, names_of(kinds)));
    TransformStep step{.kind = kind};
    if (kind->setting.empty()) {
        step.by_column = setting == "channel";
        if (!setting.empty() && (!step.by_column || kind->fit == nullptr)) fail_usage(option, ": ", name, " takes no '", setting, "'");
        if (kind->fit == nullptr) step.numbers = {{0, 0}};
        return step;
    }
    if (setting.empty()) fail_usage(option, ": ", name, " needs a number, ", name, ":", kind->setting);
    step.numbers = {{parse_number(setting, std::string(option)), 0}};
    if (!kind->is_valid(step.numbers[0][0], 0)) fail_usage(option, ": ", words, ": the number is out of range");
    return step;
}

}  // namespace

void ColumnStatistics::add(double x) {
    ++count;
    const double before = x - mean;
    mean += before / count;
    squares += before * (x - mean);
    low = std::min(low, x);
    high = std::max(high, x);
}

std::span<const TransformKind> transform_kinds() { return kinds; }

std::vector<std::string> transform_forms() {
    std::vector<std::string> forms;
    for (const TransformKind& kind : kinds) {
        forms.push_back(std::string(kind.name) + (kind.setting.empty() ? "" : ":"));
        if (kind.fit != nullptr) forms.push_back(std::string(kind.name) + ":channel");
    }
    return forms;
}

double Transform::forward(double x, std::size_t column, std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) x = steps[i].kind->forward(x, steps[i].of(column)[0], steps[i].of(column)[1]);
    return x;
}

double Transform::inverse(double y, std::size_t column) const {
    for (std::size_t i = steps.size(); i-- > 0;) y = steps[i].kind->inverse(y, steps[i].of(column)[0], steps[i].of(column)[1]);
    return y;
}

double Transform::log_slope_at(double y, std::size_t column) const {
    double sum = 0;
    for (std::size_t i = steps.size(); i-- > 0;) {
        const auto [a, b] = steps[i].of(column);
        y = steps[i].kind->inverse(y, a, b);
        sum += steps[i].kind->log_slope(y, a, b);
    }
    return sum;
}

const TransformStep* Transform::refusing(double x, std::size_t column, std::size_t count) const {
    for (std::size_t i = 0; i < count; ++i) {
        const auto [a, b] = steps[i].of(column);
        if (!steps[i].kind->takes(x, a, b)) return &steps[i];
        x = steps[i].kind->forward(x, a, b);
    }
    return nullptr;
}

Transform parse_transform(std::string_view option, std::string_view words) {
    Transform transform;
    for (const std::string_view step : split(words, ',')) transform.steps.push_back(parse_step(option, step));
    return transform;
}

std::string text(const Transform& transform) {
    std::string out;
    for (const TransformStep& step : transform.steps) {
        out += join(out.empty() ? "" : ",", step.kind->name);
        if (!step.kind->setting.empty()) out += join(":", step.numbers[0][0]);
    }
    return out;
}

}  // namespace gen
