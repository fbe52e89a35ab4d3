#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gen {

/// Before and after the first `separator`; the second part is empty where there is none.
std::pair<std::string_view, std::string_view> split_at(std::string_view text, char separator);
std::vector<std::string_view> split(std::string_view text, char separator);

/// A finite number, all of the text. Throws Fault::usage: "WHERE: abc is not a number".
double parse_number(std::string_view text, const std::string& where);
/// A whole number from 1.
std::size_t parse_count(std::string_view text, const std::string& where);
/// The number of a class, a whole number from 0.
std::int32_t parse_class(std::string_view text, const std::string& where);

}  // namespace gen
