#pragma once

#include <string>
#include <string_view>

#include "core/words.hpp"

namespace gen {

/// What follows the last dot of a file's name, in small letters and with the dot: ".png"; empty where there is none.
std::string ending_of(std::string_view path);

/// Refuses an output whose name is that of another format than those which can be written there. A name without an ending, or with one that no
/// format is known by, may hold anything. Throws Fault::usage: "--output: 'x.jpg' is the name of a JPEG picture, expected .png".
void expect_ending(std::string_view option, std::string_view path, const Words& written);

}  // namespace gen
