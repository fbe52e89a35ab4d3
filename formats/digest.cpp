#include "formats/digest.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/blocks.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

bool lies_below(std::string_view path, std::string_view group) { return path == group || (path.starts_with(group) && path[group.size()] == '/'); }

void head(Sha256& sha, std::string_view name, std::string_view type, std::string_view dimensions) {
    for (const std::string_view part : {name, type, dimensions}) {
        sha.update(part.data(), part.size());
        sha.update("", 1);
    }
}

template <class T>
void numbers(Sha256& sha, std::string_view name, Type type, const std::vector<T>& values) {
    head(sha, name, name_of(type), text(values.size()));
    sha.update(values.data(), values.size() * sizeof(T));
}

}  // namespace

bool is_digested(std::string_view path) { return !lies_below(path, "/provenance") && !lies_below(path, "/metrics"); }

std::vector<DigestItem> digest_items(const Document& document) {
    std::vector<DigestItem> items;
    for (const Attribute& a : document.attributes)
        if (a.name != "producer" && a.name != "content-sha256") items.push_back({"/@" + a.name, &a, nullptr});
    for (const Dataset& set : document.datasets) {
        if (!is_digested(set.path)) continue;
        items.push_back({set.path, nullptr, &set});
        for (const Attribute& a : set.attributes) items.push_back({set.path + "@" + a.name, &a, nullptr});
    }
    std::sort(items.begin(), items.end(), [](const DigestItem& a, const DigestItem& b) { return a.name < b.name; });
    return items;
}

void digest_attribute(Sha256& sha, const DigestItem& item) {
    const auto& value = item.attribute->value;
    const auto* const one = std::get_if<std::string>(&value);
    const auto* const list = std::get_if<std::vector<std::string>>(&value);
    if (const auto* const doubles = std::get_if<std::vector<double>>(&value)) return numbers(sha, item.name, Type::f64, *doubles);
    if (const auto* const integers = std::get_if<std::vector<std::int64_t>>(&value)) return numbers(sha, item.name, Type::i64, *integers);
    head(sha, item.name, name_of(Type::text), text(one != nullptr ? 1 : list->size()));
    for (const std::string& s : one != nullptr ? std::span<const std::string>(one, 1) : std::span<const std::string>(*list))
        sha.update(s.c_str(), s.size() + 1);
}

void digest_begin(Sha256& sha, const DigestItem& item) { head(sha, item.name, name_of(item.dataset->type), text(item.dataset->shape)); }

void digest_end(Sha256& sha, const DigestItem& item) {
    if (item.dataset->type == Type::text) sha.update("", 1);
}

std::string damaged_rest(const Document& document) {
    for (const Dataset& set : document.datasets) {
        const auto found = std::find_if(set.attributes.begin(), set.attributes.end(), [](const Attribute& a) { return a.name == own_digest; });
        if (is_digested(set.path) || found == set.attributes.end()) continue;
        Sha256 sha;
        const DigestItem item = {set.path, nullptr, &set};
        digest_begin(sha, item);
        for_each_block(set, [&](std::size_t, std::size_t count, const std::byte* bytes) { sha.update(bytes, count * set.row_bytes()); });
        digest_end(sha, item);
        const auto* const expected = std::get_if<std::string>(&found->value);
        if (expected == nullptr || *expected != sha.hex()) return set.path;
    }
    return "";
}

std::string content_digest(const Document& document, const std::function<void(std::size_t bytes)>& seen) {
    Sha256 sha;
    for (const DigestItem& item : digest_items(document)) {
        if (item.attribute != nullptr) {
            digest_attribute(sha, item);
            continue;
        }
        digest_begin(sha, item);
        for_each_block(*item.dataset, [&](std::size_t, std::size_t count, const std::byte* bytes) {
            sha.update(bytes, count * item.dataset->row_bytes());
            if (seen) seen(count * item.dataset->row_bytes());
        });
        digest_end(sha, item);
    }
    return sha.hex();
}

}  // namespace gen
