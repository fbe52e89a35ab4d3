#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "formats/input_files.hpp"
#include "formats/source.hpp"

namespace gen {

/// The PNG and JPEG files of folders, zip files and files named directly, each input's in bytewise order of their paths. Hidden files are left out;
/// of what else is not a picture a warning is kept, but a file named directly must be one. Nothing stays open but zip files.
/// Sub-folders are classes where every picture of an input lies in one and there are at least two: the first folder in which paths differ counts.
/// Throws Fault::input, Fault::io.
std::unique_ptr<Source> open_pictures(const std::vector<std::string>& inputs, const InputFiles& files);

/// Whether a file that starts so is a picture; 8 bytes are enough.
bool is_picture(std::span<const std::byte> head);

/// Decodes PNG or JPEG, told apart by content.
void read_picture(std::span<const std::byte> file, const std::string& name, Picture& out);

}  // namespace gen
