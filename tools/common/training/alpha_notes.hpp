#pragma once

#include <string_view>

namespace gen {

/// Sections of alphagan-train(1).
std::string_view alpha_notes();

}  // namespace gen
