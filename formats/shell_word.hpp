#pragma once

#include <string>

namespace gen {

/// A word as a shell reads it back: in quotes where it must be.
std::string shell_word(const std::string& plain);

}  // namespace gen
