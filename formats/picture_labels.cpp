#include "formats/picture_labels.hpp"

#include <limits>
#include <unordered_map>

#include "core/error.hpp"
#include "formats/json.hpp"

namespace gen {
namespace {

std::optional<Json> labels_in(std::string_view text, const std::string& name) try {
    Json document = Json::parse(text);
    Json* const labels = document.is_object() ? document.find("labels") : nullptr;
    if (!labels || !(labels->is_null() || labels->is_array())) return {};
    return std::move(*labels);
} catch (const JsonError& error) {
    fail(name, ": is not JSON, expected the labels of the pictures: ", error.what());
}

std::int32_t label_of(const Json& pair) {
    const std::uint64_t label = pair.elements().at(1).count();
    if (label > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max())) throw JsonError("is too large");
    return static_cast<std::int32_t>(label);
}

}  // namespace

std::optional<std::vector<std::int32_t>> picture_labels(std::string_view text, const std::vector<std::string_view>& names, const std::string& name) {
    const std::optional<Json> labels = labels_in(text, name);
    if (!labels) return {};
    std::vector<std::int32_t> out;
    if (labels->is_null()) return out;
    std::unordered_map<std::string_view, std::int32_t> label_at;
    for (const Json& pair : labels->elements()) {
        try {
            if (pair.elements().size() != 2) throw JsonError("");
            label_at.emplace(pair.elements()[0].text(), label_of(pair));
        } catch (const JsonError&) {
            fail(name, ": labels: entry ", label_at.size() + 1, " is no pair of a path and a whole number from 0");
        }
    }
    for (const std::string_view path : names) {
        const auto found = label_at.find(path);
        if (found == label_at.end()) fail(name, ": has no label for ", path);
        out.push_back(found->second);
    }
    return out;
}

}  // namespace gen
