#pragma once

#include <string>

namespace gen {

/// Adds a character; what is none (a surrogate, a number beyond the last one) becomes U+FFFD.
void append_utf8(std::string& out, char32_t character);

}  // namespace gen
