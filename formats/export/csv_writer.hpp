#pragma once

#include <string>
#include <string_view>

#include "formats/export/exported.hpp"

namespace gen {

/// A line for each row of the main array: numbers in their shortest form that reads back as the same, separated by commas; behind them the class, by
/// name where it has one. The heading names the columns: pixel0, pixel1, ..., label. Throws Fault::input where the array has no rows and columns.
void write_csv(const Exported& exported, bool heading, const Sink& sink);

/// In quotation marks where a table would not read it back otherwise.
std::string csv_field(std::string_view text);

}  // namespace gen
