#pragma once

#include <string>
#include <vector>

namespace gen::foreign {

/// A file in an archive; with `same_as`, a hard link to an earlier one.
struct ArchiveFile {
    std::string name;
    std::string content = {};
    std::string same_as = {};
};

/// `format`: "gnutar", "pax", "ustar", "v7tar", "7zip", "zip", "raw" (of one file, without a name); `filter`: "none", "gzip", "bzip2", "xz", "zstd",
/// "lz4"; `options` as libarchive has them.
std::string archived(const std::string& format, const std::string& filter, const std::vector<ArchiveFile>& files, const std::string& options = "");

/// One file, compressed.
std::string compressed(const std::string& filter, const std::string& plain);

}  // namespace gen::foreign
