#pragma once

#include <string_view>

namespace gen {

/// What data-import reads and in which order it works.
std::string_view import_description();
/// Sections of data-import(1).
std::string_view import_notes();

}  // namespace gen
