#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
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
/// Whether the names of classes are nothing but their numbers.
bool are_numbers(std::span<const std::string> names);
/// The number of a class, as a whole number from 0 or by its name in `names`: a name that is a number comes first. `classes`: how many there are,
/// 0 where that is not known. Throws Fault::usage.
std::int32_t parse_class(std::string_view text, const std::string& where, std::span<const std::string> names = {}, std::size_t classes = 0);
/// A list of them: "3,dog". A name with a comma in it can stand alone only.
std::vector<std::int32_t> parse_classes(std::string_view text, const std::string& where, std::span<const std::string> names = {},
                                        std::size_t classes = 0);

}  // namespace gen
