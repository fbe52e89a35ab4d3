#pragma once

#include <limits>
#include <span>
#include <string>
#include <vector>

namespace gen {

/// A line of a report on data: a number, how sure it is, and what to know of it.
struct Result {
    std::string name;
    double value;
    double error = std::numeric_limits<double>::quiet_NaN();  // standard error; NaN: none
    std::string note = {};
};

/// The mean of some numbers and its standard error.
Result mean_of(std::string name, std::span<const double> values, std::string note = {});

/// A line for each result, or one JSON object: "NAME", "NAME_se" and "NAME_note" where there are such.
void print_results(const std::vector<Result>& results, bool as_json);

/// A number for each example.
struct Column {
    std::string name;
    std::vector<double> values;
};

/// A line for each example, or one JSON object of arrays.
void print_columns(const std::vector<Column>& columns, bool as_json);

}  // namespace gen
