#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gen {

/// "a,b,c" in parts; an empty text has none.
std::vector<std::string> comma_parts(std::string_view list);

/// Two numbers, the first below the second: "--y-range: got '3', expected two numbers LO,HI, the first below the second".
std::pair<double, double> number_pair(std::string_view option, const std::string& text);

}  // namespace gen
