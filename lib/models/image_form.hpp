#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/matrix.hpp"

namespace gen {

/// The images that a model learns from.
struct ImageForm {
    Shape shape;                                // C, H, W
    std::size_t classes = 0;                    // each image needs its class, one of so many, as a label; 0: labels do not matter
    std::vector<std::string> class_names = {};  // empty: the classes have none
};

}  // namespace gen
