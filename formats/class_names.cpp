#include "formats/class_names.hpp"

#include <filesystem>

#include "core/error.hpp"
#include "formats/bytes.hpp"

namespace gen {

std::vector<std::string> class_names(const std::string& folder, const std::string& file, std::size_t count) {
    const std::string path = (std::filesystem::path(folder) / file).string();
    std::error_code ignored;
    if (folder.empty() || !std::filesystem::is_regular_file(path, ignored)) return {};
    constexpr std::size_t longest = 1 << 16;
    std::vector<std::string> names(1);
    for (const std::byte b : Bytes::open(path).head(longest)) {
        const char c = std::to_integer<char>(b);
        if (c == '\n' && !names.back().empty()) names.emplace_back();
        if (c != '\n' && c != '\r') names.back() += c;
    }
    if (names.back().empty()) names.pop_back();
    if (names.size() != count) fail(path, ": has ", names.size(), " class names, expected ", count);
    return names;
}

}  // namespace gen
