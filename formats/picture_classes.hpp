#pragma once

#include <string>
#include <vector>

#include "formats/picture_files.hpp"

namespace gen {

/// The class of each picture of all inputs; empty where folders do not tell. Of an input it is the first folder in which paths differ, if every
/// picture lies in one and there are at least two; where that gives none, several folders that were named one by one are a class each, and the names
/// of their pictures begin with it. Says in the warnings of an input why its sub-folders are not taken.
std::vector<std::string> picture_classes(std::vector<PictureFiles>& inputs);

}  // namespace gen
