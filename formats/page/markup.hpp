// page: a report as one HTML page: its frame, and the figures, tables and models on it. What stands in files and names goes through markup.hpp.
#pragma once

#include <string>
#include <string_view>

#include "formats/json.hpp"

namespace gen::page {

/// As it can be shown: UTF-8, with U+FFFD for bytes that are none and for what turns the direction of writing, and for each control character the
/// picture of it (U+2400 ...).
std::string shown(std::string_view text);

/// The same as content of an element or of an attribute in quotes.
std::string html(std::string_view text);

/// Of several lines, which stay apart.
std::string html_lines(std::string_view text);

/// For a script element of type application/json: nothing in it ends the element or opens a comment.
std::string script_json(const Json& json);

/// RFC 4648, with padding.
std::string base64(std::string_view bytes);

}  // namespace gen::page
