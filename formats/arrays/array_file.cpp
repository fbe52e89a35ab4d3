#include "formats/arrays/array_file.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

constexpr std::size_t most_links = 8;  // one after the other

/// "train/images" of "/train/images" and "train.images".
std::string plain(std::string_view path) {
    std::string out(path.substr(path.starts_with('/') ? 1 : 0));
    std::ranges::replace(out, '.', '/');
    return out;
}

}  // namespace

std::vector<std::string> ArrayFile::words(const ArrayInfo&) const { return {}; }

/// The link that a path is, or begins with.
const ArrayLink* ArrayFile::link_above(std::string_view path) const {
    const auto is_part = [](char c) { return c == '/' || c == '.'; };
    const auto is_same = [&](char a, char b) { return a == b || (is_part(a) && is_part(b)); };
    const auto is_above = [&](const ArrayLink& link) {
        return path.size() >= link.path.size() && std::ranges::equal(path.substr(0, link.path.size()), link.path, is_same) &&
               (path.size() == link.path.size() || is_part(path[link.path.size()]));
    };
    const auto found = std::ranges::find_if(links, is_above);
    return found == links.end() ? nullptr : &*found;
}

const ArrayInfo* ArrayFile::find(std::string_view path) const {
    std::string at(path);
    for (std::size_t i = 0; i <= most_links; ++i) {
        if (const ArrayInfo* const found = find_itself(at)) return found;
        at = at.substr(at.starts_with('/') ? 1 : 0);
        const ArrayLink* const link = link_above(at);
        if (link == nullptr || !link->file.empty()) return nullptr;
        at.replace(0, link->path.size(), link->target);
    }
    return nullptr;
}

const ArrayInfo* ArrayFile::find_itself(std::string_view path) const {
    auto found = std::ranges::find(arrays, path, &ArrayInfo::path);
    if (found == arrays.end()) found = std::ranges::find_if(arrays, [&](const ArrayInfo& array) { return plain(array.path) == plain(path); });
    return found == arrays.end() ? nullptr : &*found;
}

const ArrayInfo& ArrayFile::require(std::string_view path) const {
    if (const ArrayInfo* const found = find(path)) return *found;
    if (const ArrayLink* const link = link_above(path.substr(path.starts_with('/') ? 1 : 0))) {
        if (!link->file.empty()) fail(name, ": ", link->path, " is a link to ", link->target, " of ", link->file, ", expected its data in this file");
        fail(name, ": has no array ", path, ": ", link->path, " is a link to ", link->target);
    }
    if (arrays.size() == 1 && arrays[0].path.empty()) fail(name, ": is one array without a name, asked for was ", path);
    constexpr std::size_t most = 12;
    Words there;
    for (const ArrayInfo& array : arrays)
        if (array.holds != ArrayInfo::Holds::other && there.size() < most) there.push_back(array.path);
    fail(name, ": has no array ", path, there.empty() ? "" : join(", expected ", either(there)));
}

std::string ArrayFile::where(const ArrayInfo& array) const { return array.path.empty() ? name : join(name, ": ", array.path); }

}  // namespace gen
