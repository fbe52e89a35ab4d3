#pragma once

#include <memory>
#include <string>
#include <vector>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// The PNG and JPEG files of folders, zip files and files named directly, each input's in bytewise order of their paths. Hidden files are left out;
/// of what else is not a picture a warning is kept, but a file named directly must be one. Nothing stays open but zip files. Folders may be classes:
/// picture_classes.hpp. Where one picture has 16 bits all are 0 ... 65535. Throws Fault::input, Fault::io.
std::unique_ptr<Source> open_pictures(const std::vector<std::string>& inputs, const InputFiles& files);

}  // namespace gen
