#pragma once

#include <string>
#include <vector>

namespace gen {

struct FolderFiles {
    std::vector<std::string> names;   // below the folder, in no order
    std::vector<std::string> again;   // links to folders that are entered elsewhere, or that lead back up
    std::vector<std::string> broken;  // links to nothing
    std::vector<std::string> empty;   // folders that hold nothing
};

/// Whether a part of the path begins with a dot, or is what macOS adds to zip files.
bool is_hidden(const std::string& path);

/// All files below a folder that are not hidden. Links to folders are followed, but no folder is entered twice: those that no link leads to come
/// first, then links in bytewise order of their paths. Throws Fault::io.
FolderFiles walk_folder(const std::string& folder);

}  // namespace gen
