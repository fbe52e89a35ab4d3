#include "formats/digest.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "formats/blocks.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

constexpr std::string_view own_digest = "sha256";

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

void add_set(std::vector<DigestItem>& items, const Dataset& set) {
    items.push_back({set.path, nullptr, &set});
    for (const Attribute& a : set.attributes)
        if (!is_digest_of_rest(set, a)) items.push_back({set.path + "@" + a.name, &a, nullptr});
}

void sort(std::vector<DigestItem>& items) {
    std::sort(items.begin(), items.end(), [](const DigestItem& a, const DigestItem& b) { return a.name < b.name; });
}

void digest_rows(const Dataset& set, Sha256& sha) {
    for_each_block(set, [&](std::size_t, std::size_t count, const std::byte* bytes) { sha.update(bytes, count * set.row_bytes()); });
}

const std::string* text_of(const Dataset& set, std::string_view name) {
    const auto found = std::ranges::find(set.attributes, name, &Attribute::name);
    return found == set.attributes.end() ? nullptr : std::get_if<std::string>(&found->value);
}

/// Of files of before.
std::string damage_of_large(const std::vector<const Dataset*>& rest) {
    for (const Dataset* const set : rest) {
        const std::string* const stated = text_of(*set, own_digest);
        if (stated != nullptr && *stated != digest_of({{set->path, nullptr, set}}, digest_rows))
            return join(set->path, ": its bytes have not the digest of its attribute ", own_digest);
    }
    return "";
}

}  // namespace

bool is_digested(std::string_view path) { return !lies_below(path, "/provenance") && !lies_below(path, "/metrics"); }

bool is_digest_of_rest(const Dataset& set, const Attribute& attribute) {
    return (attribute.name == rest_digest || attribute.name == own_digest) && !is_digested(set.path);
}

std::vector<DigestItem> digest_items(const Document& document) {
    std::vector<DigestItem> items;
    for (const Attribute& a : document.attributes)
        if (a.name != "producer" && a.name != "content-sha256") items.push_back({"/@" + a.name, &a, nullptr});
    for (const Dataset& set : document.datasets)
        if (is_digested(set.path)) add_set(items, set);
    sort(items);
    return items;
}

std::vector<DigestItem> rest_items(const Document& document, const Attribute& content) {
    std::vector<DigestItem> items{{"/@" + content.name, &content, nullptr}};
    if (const Attribute* const producer = document.attribute("producer")) items.push_back({"/@producer", producer, nullptr});
    for (const Dataset& set : document.datasets)
        if (!is_digested(set.path)) add_set(items, set);
    sort(items);
    return items;
}

std::string digest_of(const std::vector<DigestItem>& items, const std::function<void(const Dataset& set, Sha256& sha)>& rows) {
    Sha256 sha;
    for (const DigestItem& item : items) {
        if (item.attribute != nullptr) {
            digest_attribute(sha, item);
            continue;
        }
        head(sha, item.name, name_of(item.dataset->type), text(item.dataset->shape));
        rows(*item.dataset, sha);
        if (item.dataset->type == Type::text) sha.update("", 1);
    }
    return sha.hex();
}

std::string damage_of_rest(const Document& document) {
    std::vector<const Dataset*> rest;
    for (const Dataset& set : document.datasets)
        if (!is_digested(set.path)) rest.push_back(&set);
    // Nothing else would tell of the loss of all of it.
    if (rest.empty() && !document.digest.empty() && document.attribute("producer") != nullptr) return "it has a producer, but no /provenance";
    if (std::ranges::all_of(rest, [](const Dataset* set) { return text_of(*set, rest_digest) == nullptr; })) return damage_of_large(rest);
    if (document.digest.empty()) return join("no attribute content-sha256, but ", rest_digest);
    const Attribute content{"content-sha256", document.digest};
    const std::string computed = digest_of(rest_items(document, content), digest_rows);
    for (const Dataset* const set : rest) {
        const std::string* const stated = text_of(*set, rest_digest);
        if (stated == nullptr) return join(set->path, " has no attribute ", rest_digest, ", but others have");
        if (*stated != computed) return join(set->path, "@", rest_digest, " is ", *stated, ", expected ", computed);
    }
    return "";
}

std::string content_digest(const Document& document, const std::function<void(std::size_t bytes)>& seen) {
    return digest_of(digest_items(document), [&](const Dataset& set, Sha256& sha) {
        for_each_block(set, [&](std::size_t, std::size_t count, const std::byte* bytes) {
            sha.update(bytes, count * set.row_bytes());
            if (seen) seen(count * set.row_bytes());
        });
    });
}

}  // namespace gen
