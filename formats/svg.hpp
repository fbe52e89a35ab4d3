#pragma once

#include <string>

#include "picture/scene.hpp"

namespace gen {

/// The scene as an SVG 1.1 file, lengths rounded to 1/100 of a unit. Text stays text, in the reader's sans-serif font; characters that XML
/// forbids are left out.
std::string svg_text(const picture::Scene& scene);

}  // namespace gen
