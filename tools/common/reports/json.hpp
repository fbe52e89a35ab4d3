#pragma once

#include <string>
#include <string_view>

namespace gen {

/// A JSON string with its quotes.
std::string json_string(std::string_view text);

/// A JSON number in the shortest form that reads back; null for NaN and infinity.
std::string json_number(double value);

}  // namespace gen
