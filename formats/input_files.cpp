#include "formats/input_files.hpp"

#include <filesystem>
#include <system_error>

namespace gen {

Bytes InputFiles::open(const std::string& path) const {
    if (const auto kept = kept_->find(path); kept != kept_->end()) return kept->second;
    std::error_code ignored;
    const Bytes file = Bytes::open(path);
    if (path == "-" || !std::filesystem::is_regular_file(path, ignored)) keep(path, file);
    return file;
}

}  // namespace gen
