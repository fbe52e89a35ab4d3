#include "formats/provenance.hpp"

#include <cstring>
#include <deque>
#include <set>

#include "core/error.hpp"
#include "formats/document.hpp"
#include "formats/json.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

constexpr std::size_t most_records = 64;  // ancestors that are told in full; the others by digest only

Json parse(const std::string& text, const std::string& where) {
    try {
        return Json::parse(text);
    } catch (const JsonError& error) {
        fail(where, ' ', error.what());
    }
}

Json object_of(const std::vector<std::pair<std::string, std::string>>& pairs) {
    Json object = Json::object();
    for (const auto& [name, value] : pairs) object.set(name, value);
    return object;
}

Json parents_of(const std::vector<Provenance::Input>& inputs) {
    Json parents = Json::array();
    for (const Provenance::Input& input : inputs) {
        if (input.record.empty()) continue;
        Json record = Json::object({{"digest", input.digest}});
        for (const auto& [name, value] : parse(input.record, "provenance of " + input.role).members()) record.set(name, value);
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
        for (Json& record : waiting.front()->elements()) {
            if (!record.is_object()) continue;
            const Json* const named = record.find("digest");
            const std::string digest = named != nullptr && named->is_text() ? named->text() : "";
            if (told.size() < most_records && told.insert(digest).second) {
                if (Json* const further = record.find("parents")) waiting.push_back(further);
            } else {
                record = Json::object({{"digest", digest}});
            }
        }
    }
}

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
        inputs.push_back(Json::object({{"role", input.role}, {"kind", input.kind}, {"digest", input.digest}}));
    Json parents = parents_of(provenance.inputs);
    thin_out(parents);
    std::vector<std::byte> seed(sizeof provenance.seed);
    std::memcpy(seed.data(), &provenance.seed, seed.size());
    std::vector<Dataset> sets;
    sets.push_back(text_dataset("/provenance/options", object_of(provenance.options).dump()));
    sets.push_back(dataset("/provenance/seed", Type::u64, {}, std::move(seed)));
    sets.push_back(text_dataset("/provenance/inputs", inputs.dump()));
    sets.push_back(text_dataset("/provenance/parents", parents.dump()));
    sets.push_back(text_dataset("/provenance/build", object_of(provenance.build).dump()));
    return sets;
}

void add_header(Document& document, std::string_view kind, const std::optional<Provenance>& provenance) {
    std::vector<Attribute> header{{"encoding-type", std::string(kind)}, {"encoding-version", std::string(encoding_version)}};
    if (provenance) header.push_back({"producer", provenance->producer});
    for (Attribute& attribute : document.attributes) header.push_back(std::move(attribute));
    document.attributes = std::move(header);
    if (!provenance) return;
    for (Dataset& set : provenance_datasets(*provenance)) document.datasets.push_back(std::move(set));
}

std::optional<Provenance> provenance_of(const Document& document) try {
    const std::string record = provenance_json(document);
    if (record.empty()) return std::nullopt;
    const Json json = Json::parse(record);
    Provenance p;
    p.producer = json.text_at("producer");
    p.seed = json.at("seed").count();
    for (const auto& [name, value] : json.at("options").members()) p.options.emplace_back(name, value.text());
    for (const Json& input : json.at("inputs").elements())
        p.inputs.push_back({.role = input.at("role").text(), .kind = input.text_at("kind"), .digest = input.at("digest").text(), .record = ""});
    for (const auto& [name, value] : json.at("build").members()) p.build.emplace_back(name, value.text());
    return p;
} catch (const JsonError&) {
    fail(document.name, ": /provenance is not understood");
}

std::string provenance_json(const Document& document) {
    const std::string producer = document.text_attribute("producer");
    Json record = Json::object();
    if (!producer.empty()) record.set("producer", producer);
    bool any = false;
    for (const char* const name : {"options", "seed", "inputs", "parents", "build"}) {
        const Dataset* const set = document.find(std::string("/provenance/") + name);
        if (set == nullptr) continue;
        any = true;
        const std::string where = document.name + ": " + set->path;
        if (set->type == Type::text) {
            record.set(name, parse(text_of(*set), where));
        } else if (set->type == Type::u64 && set->bytes() == sizeof(std::uint64_t)) {
            std::uint64_t value = 0;
            set->rows(0, 1, &value);
            record.set(name, value);
        } else {
            fail(where, " is ", name_of(set->type), ", expected JSON text (or a seed as u64)");
        }
    }
    return any ? record.dump() : "";
}

}  // namespace gen
