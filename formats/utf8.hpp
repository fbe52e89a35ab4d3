#pragma once

#include <string>
#include <string_view>

namespace gen {

/// Adds a character; what is none (a surrogate, a number beyond the last one) becomes U+FFFD.
void append_utf8(std::string& out, char32_t character);

/// The characters of a text; bytes that are no UTF-8 become U+FFFD.
std::u32string characters_of(std::string_view text);

/// Whether a terminal shows it as it is: no control character, nor one that turns the direction of what follows.
bool is_printable(char32_t character);
/// A text for a terminal: "?" in place of each other character, U+FFFD of bytes that are no UTF-8.
std::string printable(std::string_view text);

}  // namespace gen
