#pragma once

#include <string>
#include <vector>

#include "formats/input_files.hpp"

namespace gen {

/// Whether a file is an archive that open_archive() reads: tar, compressed or not, or 7z.
bool is_archive(const Bytes& file);

/// "cat/0.png" of "./cat/0.png" and of "cat\0.png", which some Windows programs write.
std::string plain_path(std::string name);

/// The files of an archive in its own order, those left out that are hidden. It is read once, from end to end, and its files are kept as a Spool
/// keeps them. Zip files too, which is slower than a ZipReader but knows more methods. Throws Fault::input, Fault::io.
std::vector<Member> open_archive(const Bytes& file);

}  // namespace gen
