#pragma once

#include <string>

#include "picture/scene.hpp"

namespace gen {

/// Where it stands: a file of its own on white, or an element of a page (formats/page) in that page's colours of text, lines and paper.
enum class SvgPlace { file, page };

/// The scene as an SVG 1.1 file, lengths rounded to 1/100 of a unit. Text stays text, in the reader's sans-serif font; characters that XML
/// forbids are left out.
std::string svg_text(const picture::Scene& scene, SvgPlace place = SvgPlace::file);

}  // namespace gen
