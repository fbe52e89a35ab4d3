#pragma once

#include <string_view>

namespace gen {

/// Sections of gan-train(1).
std::string_view gan_notes();

}  // namespace gen
