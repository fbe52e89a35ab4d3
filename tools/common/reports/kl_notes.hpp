#pragma once

#include <string_view>

namespace gen {

/// Sections of kl-check(1).
extern const std::string_view kl_notes;

}  // namespace gen
