#pragma once

#include <string>

namespace gen::fuzz {

/// The zip file with the checksums of what is stored in it made right, in front of each file and in the directory.
std::string with_zip_checksums(std::string file);

}  // namespace gen::fuzz
