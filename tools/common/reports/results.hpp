#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/common/reports/report.hpp"

namespace gen {

/// A line of a report on data: a number, how sure it is, and what to know of it.
struct Result {
    std::string name;
    double value;
    double error = std::numeric_limits<double>::quiet_NaN();  // standard error; NaN: none
    std::string note = {};
    std::string group = {};  // the heading that it stands under in a table, as those before it where empty
};

/// The mean of some numbers and its standard error.
Result mean_of(std::string name, std::span<const double> values, std::string note = {});

/// A line for each result.
Report report_of(const std::vector<Result>& results, std::string summary);

/// "elbo -98.212 nats, standard error 0.31", rounded; the unit may be empty.
std::string in_words(const Result& result, std::string_view unit);

/// A number for each example.
struct Column {
    std::string name;
    std::vector<double> values;
};

/// A line for each example.
Report report_of(const std::vector<Column>& columns);

}  // namespace gen
