#pragma once

#include <cstddef>
#include <string>

#include "formats/images.hpp"
#include "picture/contact_sheet.hpp"

namespace gen {

/// Throws Fault::input where images cannot be shown: "samples.h5: /images has 2 channels, expected 1 or 3".
void check_showable(const Images& images, const std::string& name);

/// `count` images from `first` on, the range mapped to 0 ... 255, with class names (or numbers) as captions where there are labels.
picture::Tiles tiles_of(const Images& images, const std::string& name, std::size_t first, std::size_t count);

/// The name of a label: its class, else the number.
std::string label_name(std::int32_t label, const std::vector<std::string>& classes);

}  // namespace gen
