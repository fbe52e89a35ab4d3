#pragma once

#include <string>
#include <string_view>

namespace gen {

/// Adds a character; what is none (a surrogate, a number beyond the last one) becomes U+FFFD.
void append_utf8(std::string& out, char32_t character);

/// The characters of a text; bytes that are no UTF-8 become U+FFFD.
std::u32string characters_of(std::string_view text);

}  // namespace gen
