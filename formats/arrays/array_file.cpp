#include "formats/arrays/array_file.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

/// "train/images" of "/train/images" and "train.images".
std::string plain(std::string_view path) {
    std::string out(path.substr(path.starts_with('/') ? 1 : 0));
    std::ranges::replace(out, '.', '/');
    return out;
}

}  // namespace

std::vector<std::string> ArrayFile::words(const ArrayInfo&) const { return {}; }

const ArrayInfo* ArrayFile::find(std::string_view path) const {
    auto found = std::ranges::find(arrays, path, &ArrayInfo::path);
    if (found == arrays.end()) found = std::ranges::find_if(arrays, [&](const ArrayInfo& array) { return plain(array.path) == plain(path); });
    return found == arrays.end() ? nullptr : &*found;
}

const ArrayInfo& ArrayFile::require(std::string_view path) const {
    if (const ArrayInfo* const found = find(path)) return *found;
    if (arrays.size() == 1 && arrays[0].path.empty()) fail(name, ": is one array without a name, asked for was ", path);
    constexpr std::size_t most = 12;
    Words there;
    for (const ArrayInfo& array : arrays)
        if (array.holds != ArrayInfo::Holds::other && there.size() < most) there.push_back(array.path);
    fail(name, ": has no array ", path, there.empty() ? "" : join(", expected ", either(there)));
}

std::string ArrayFile::where(const ArrayInfo& array) const { return array.path.empty() ? name : join(name, ": ", array.path); }

}  // namespace gen
