#include "formats/class_names.hpp"

#include "core/error.hpp"

namespace gen {

std::vector<std::string> class_names(const Beside& beside, const std::string& file, std::size_t count) {
    const std::optional<Bytes> found = beside ? beside(file) : std::nullopt;
    if (!found) return {};
    constexpr std::size_t longest = 1 << 16;
    std::vector<std::string> names(1);
    for (const std::byte b : found->head(longest)) {
        const char c = std::to_integer<char>(b);
        if (c == '\n' && !names.back().empty()) names.emplace_back();
        if (c != '\n' && c != '\r') names.back() += c;
    }
    if (names.back().empty()) names.pop_back();
    if (names.size() != count) fail(found->name(), ": has ", names.size(), " class names, expected ", count);
    return names;
}

}  // namespace gen
