#pragma once

#include <string_view>

namespace gen {

/// Sections of gan-train(1).
extern const std::string_view gan_notes;

}  // namespace gen
