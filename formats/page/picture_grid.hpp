#pragma once

#include <cstddef>
#include <string>

#include "formats/images.hpp"

namespace gen::page {

/// The first `most` images side by side, each of which enlarges; of points in the plane a map, of other vectors nothing but a sentence. Throws
/// Fault::input for images that cannot be shown. `name`: of the file, for messages.
std::string picture_grid(const Images& images, const std::string& name, std::size_t most);

/// "64 images of 28x28, grey"
std::string images_in_words(const Images& images);

}  // namespace gen::page
