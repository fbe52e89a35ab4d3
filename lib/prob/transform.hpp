#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// What is found out of the numbers of a column before a transform is fitted to it.
struct ColumnStatistics {
    void add(double x);

    double count = 0;
    double mean = 0;
    double squares = 0;  // of deviations from the mean
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
};

/// y = T(x) with two numbers at most, strictly increasing where it takes x. A row of the table in transform.cpp.
struct TransformKind {
    std::string_view name;
    std::array<std::string_view, 2> numbers;  // what they are called; empty: there is none
    double (*forward)(double x, double a, double b);
    double (*inverse)(double y, double a, double b);
    double (*log_slope)(double x, double a, double b);  // log dT/dx
    bool (*takes)(double x, double a, double b);
    std::string_view takes_what;           // "numbers above -1"
    bool (*is_valid)(double a, double b);  // the two numbers
    std::string_view setting = {};         // a number that is given with the name, "FLOOR"
    std::array<double, 2> (*fit)(const ColumnStatistics& column) = nullptr;
    std::string_view says = {};  // for the manual
};

std::span<const TransformKind> transform_kinds();
/// "log1p", "log10:", "standardize:channel", ...
std::vector<std::string> transform_forms();

/// A step with its numbers: one pair for all columns, or one each.
struct TransformStep {
    const TransformKind* kind = nullptr;
    bool by_column = false;                           // as it was asked for; pairs are then of each
    std::vector<std::array<double, 2>> numbers = {};  // empty until it is fitted

    const std::array<double, 2>& of(std::size_t column) const { return numbers[numbers.size() == 1 ? 0 : column]; }
    bool operator==(const TransformStep& other) const { return kind == other.kind && numbers == other.numbers; }
};

/// Steps that are done one after the other, of numbers in columns: those of a table, or the channels of images.
class Transform {
public:
    std::vector<TransformStep> steps;

    bool empty() const { return steps.empty(); }
    double forward(double x, std::size_t column) const { return forward(x, column, steps.size()); }
    /// By the first steps only.
    double forward(double x, std::size_t column, std::size_t count) const;
    double inverse(double y, std::size_t column) const;
    /// log dT/dx where T(x) is y.
    double log_slope_at(double y, std::size_t column) const;
    /// The step that does not take x after those before it; null where all do.
    const TransformStep* refusing(double x, std::size_t column, std::size_t count) const;

    bool operator==(const Transform&) const = default;
};

/// "log1p,standardize", "logit:0.05", "minmax:channel": steps that are not fitted yet. Throws Fault::usage.
Transform parse_transform(std::string_view option, std::string_view words);
/// And back, without what was fitted.
std::string text(const Transform& transform);

}  // namespace gen
