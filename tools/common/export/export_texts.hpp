// export: what data-export says of itself.
#pragma once

#include <string_view>

namespace gen {

std::string_view export_description();
std::string_view export_notes();

}  // namespace gen
