#pragma once

#include <string>

namespace gen {

/// A number as tables and notes for people show it: five significant digits.
std::string rounded_text(double value);

}  // namespace gen
