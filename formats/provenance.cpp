#include "formats/provenance.hpp"

#include <cstring>
#include <deque>
#include <nlohmann/json.hpp>
#include <set>

#include "core/error.hpp"
#include "formats/document.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 200;              // levels of nesting in a record that is read
constexpr std::size_t most_records = 64;  // ancestors that are told in full; the others by digest only

Json parse(const std::string& text, const std::string& where) {
    try {
        return Json::parse(text, [&](int depth, nlohmann::detail::parse_event_t, Json&) {
            if (depth > deepest) fail(where, " is nested deeper than ", deepest, " levels");
            return true;
        });
    } catch (const nlohmann::json::exception&) {
        fail(where, " is not valid JSON");
    }
}

Json object_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
    Json object = Json::object();
    for (const auto& [name, value] : pairs) object[name] = value;
    return object;
}

Json parents_of(const std::vector<Provenance::Input>& inputs) {
    Json parents = Json::array();
    for (const Provenance::Input& input : inputs) {
        if (input.record.empty()) continue;
        Json record = Json::object();
        record["digest"] = input.digest;
        record.update(parse(input.record, "provenance of " + input.role));
        parents.push_back(std::move(record));
    }
    return parents;
}

/// Tells each ancestor in full once, the nearest ones first, and of all further mentions the digest alone: a file that is made from its
/// predecessor again and again does not grow without bound.
void thin_out(Json& parents) {
    std::deque<Json*> waiting{&parents};
    std::set<std::string> told;
    for (; !waiting.empty(); waiting.pop_front()) {
        if (!waiting.front()->is_array()) continue;
        for (Json& record : *waiting.front()) {
            if (!record.is_object()) continue;
            const std::string digest = record.contains("digest") && record["digest"].is_string() ? record["digest"].get<std::string>() : "";
            if (told.size() < most_records && told.insert(digest).second) {
                if (record.contains("parents")) waiting.push_back(&record["parents"]);
            } else {
                record = Json{{"digest", digest}};
            }
        }
    }
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

Provenance::Input provenance_input(std::string role, const Document& document) {
    return {.role = std::move(role),
            .kind = document.text_attribute("encoding-type"),
            .digest = document.digest.empty() ? content_digest(document) : document.digest,
            .record = provenance_json(document)};
}

std::vector<Dataset> provenance_datasets(const Provenance& provenance) {
    Json inputs = Json::array();
    for (const Provenance::Input& input : provenance.inputs)
        inputs.push_back(Json{{"role", input.role}, {"kind", input.kind}, {"digest", input.digest}});
    Json parents = parents_of(provenance.inputs);
    thin_out(parents);
    std::vector<std::byte> seed(sizeof provenance.seed);
    std::memcpy(seed.data(), &provenance.seed, seed.size());
    std::vector<Dataset> sets;
    sets.push_back(text_dataset("/provenance/options", dump(object_of(provenance.options))));
    sets.push_back(dataset("/provenance/seed", Type::u64, {}, std::move(seed)));
    sets.push_back(text_dataset("/provenance/inputs", dump(inputs)));
    sets.push_back(text_dataset("/provenance/parents", dump(parents)));
    sets.push_back(text_dataset("/provenance/build", dump(object_of(provenance.build))));
    return sets;
}

void add_header(Document& document, std::string_view kind, const std::optional<Provenance>& provenance) {
    std::vector<Attribute> header{{"encoding-type", std::string(kind)}, {"encoding-version", std::string(encoding_version)}};
    if (provenance) header.push_back({"producer", provenance->producer});
    document.attributes.insert(document.attributes.begin(), header.begin(), header.end());
    if (!provenance) return;
    for (Dataset& set : provenance_datasets(*provenance)) document.datasets.push_back(std::move(set));
}

std::optional<Provenance> provenance_of(const Document& document) try {
    const std::string record = provenance_json(document);
    if (record.empty()) return std::nullopt;
    const Json json = Json::parse(record);
    Provenance p;
    p.producer = json.value("producer", "");
    p.seed = json.at("seed");
    for (const auto& [name, value] : json.at("options").items()) p.options.emplace_back(name, value.get<std::string>());
    for (const Json& input : json.at("inputs"))
        p.inputs.push_back({.role = input.at("role"), .kind = input.value("kind", ""), .digest = input.at("digest"), .record = ""});
    for (const auto& [name, value] : json.at("build").items()) p.build.emplace_back(name, value.get<std::string>());
    return p;
} catch (const Json::exception&) {
    fail(document.name, ": /provenance is not understood");
}

std::string provenance_json(const Document& document) {
    const std::string producer = document.text_attribute("producer");
    Json record = Json::object();
    if (!producer.empty()) record["producer"] = producer;
    bool any = false;
    for (const char* const name : {"options", "seed", "inputs", "parents", "build"}) {
        const Dataset* const set = document.find(std::string("/provenance/") + name);
        if (set == nullptr) continue;
        any = true;
        const std::string where = document.name + ": " + set->path;
        if (set->type == Type::text) {
            record[name] = parse(text_of(*set), where);
        } else if (set->type == Type::u64 && set->bytes() == sizeof(std::uint64_t)) {
            std::uint64_t value = 0;
            set->rows(0, 1, &value);
            record[name] = value;
        } else {
            fail(where, " is ", name_of(set->type), ", expected JSON text (or a seed as u64)");
        }
    }
    return any ? dump(record) : "";
}

}  // namespace gen
