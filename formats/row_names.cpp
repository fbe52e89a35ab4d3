#include "formats/row_names.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

// "./cat\0.png" as "cat/0.png".
std::string plain(std::string_view name) {
    std::string path(name);
    std::ranges::replace(path, '\\', '/');
    while (path.starts_with("./")) path.erase(0, 2);
    return path;
}

std::string_view without_ending(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos || dot == 0 || path.find('/', dot) != std::string_view::npos ? path : path.substr(0, dot);
}

}  // namespace

RowNames::RowNames(std::span<const std::string> names) : names_(names) {
    for (std::size_t row = 0; row < names.size(); ++row) {
        longest_ = std::max(longest_, names[row].size());
        const std::string path = plain(names[row]);
        const std::string_view ways[] = {path, without_ending(path), last_part(path), without_ending(last_part(path))};
        for (std::size_t way = 0; way < ways_.size(); ++way) ways_[way][std::string(ways[way])].push_back(row);
    }
}

std::optional<std::size_t> RowNames::one_of(const Rows& rows, std::string_view name) const {
    const auto found = rows.find(name);
    if (found == rows.end()) return {};
    const std::vector<std::size_t>& meant = found->second;
    if (meant.size() > 1) fail(name, " could be ", names_[meant[0]], " or ", names_[meant[1]]);
    return meant[0];
}

std::optional<std::size_t> RowNames::find(std::string_view name) const {
    const std::string path = plain(name);
    for (std::string_view part = path;;) {
        for (std::size_t way = 0; way < 2 && part.size() <= longest_; ++way)
            if (const auto row = one_of(ways_[way], part)) return row;
        const std::size_t slash = part.find('/');
        if (slash == std::string_view::npos) break;
        part.remove_prefix(slash + 1);
    }
    if (path.find('/') != std::string::npos) return {};
    for (std::size_t way = 2; way < ways_.size(); ++way)
        if (const auto row = one_of(ways_[way], path)) return row;
    return {};
}

}  // namespace gen
