#pragma once

#include <string_view>

/// The files in parts/, as they were when this was built: cmake/GenEmbed.cmake.
namespace gen::page::parts {

extern const std::string_view page_css;
extern const std::string_view layers_js;
extern const std::string_view network_js;
extern const std::string_view page_js;
extern const std::string_view live_js;

}  // namespace gen::page::parts
