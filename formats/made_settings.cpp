#include "formats/made_settings.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "formats/json.hpp"
#include "formats/provenance.hpp"

namespace gen {
namespace {

using SettingKind = MadeSetting::Kind;
using Key = std::pair<SettingKind, std::string>;
using ByKey = std::map<Key, std::string>;

std::string shown(const Json& value) { return value.is_text() ? value.text() : value.dump(); }

void add_members(const Json* object, SettingKind kind, const std::string& before, std::vector<MadeSetting>& settings) {
    if (object == nullptr || !object->is_object()) return;
    for (const auto& [name, value] : object->members()) settings.push_back({kind, before + name, shown(value)});
}

void add_inputs(const Json* inputs, std::vector<MadeSetting>& settings) {
    if (inputs == nullptr || !inputs->is_array()) return;
    std::map<std::string, int> seen;
    for (const Json& input : inputs->elements()) {
        if (!input.is_object()) continue;
        const std::string role = input.text_at("role", "input");
        const int number = ++seen[role];
        settings.push_back({SettingKind::input, number == 1 ? role : join(role, '/', number), input.text_at("digest")});
    }
}

/// What any file has, each once: by kind, then as they come.
std::vector<Key> keys_of(const std::vector<std::vector<MadeSetting>>& files) {
    std::vector<Key> keys;
    std::set<Key> known;
    for (const std::vector<MadeSetting>& settings : files)
        for (const MadeSetting& s : settings)
            if (known.insert({s.kind, s.name}).second) keys.emplace_back(s.kind, s.name);
    std::stable_sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.first < b.first; });
    return keys;
}

std::string producer_of(const ByKey& settings) {
    const auto at = settings.find({SettingKind::producer, "producer"});
    return at == settings.end() ? "" : at->second;
}

bool differs(const std::vector<ByKey>& files, const DifferingSetting& setting) {
    std::set<std::string> values;
    std::map<std::string, std::set<bool>> is_there;  // of the files of each producer
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].empty()) continue;
        if (setting.values[i]) values.insert(*setting.values[i]);
        is_there[producer_of(files[i])].insert(setting.values[i].has_value());
    }
    return values.size() > 1 || std::any_of(is_there.begin(), is_there.end(), [](const auto& of) { return of.second.size() > 1; });
}

}  // namespace

std::vector<MadeSetting> made_settings(const Document& document) try {
    std::vector<MadeSetting> settings;
    const std::string record = provenance_json(document);
    if (record.empty()) return settings;
    const Json made = Json::parse(record);
    if (const std::string producer = made.text_at("producer"); !producer.empty()) settings.push_back({SettingKind::producer, "producer", producer});
    add_members(made.find("options"), SettingKind::option, "", settings);
    if (const Json* const seed = made.find("seed")) settings.push_back({SettingKind::seed, "seed", shown(*seed)});
    add_inputs(made.find("inputs"), settings);
    add_members(made.find("build"), SettingKind::build, "build/", settings);
    return settings;
} catch (const JsonError&) {
    fail(document.name, ": /provenance is not understood");
}

std::vector<DifferingSetting> differing_settings(const std::vector<std::vector<MadeSetting>>& files) {
    std::vector<ByKey> by_key(files.size());
    for (std::size_t i = 0; i < files.size(); ++i)
        for (const MadeSetting& s : files[i]) by_key[i].emplace(Key(s.kind, s.name), s.value);
    std::vector<DifferingSetting> out;
    for (const Key& key : keys_of(files)) {
        DifferingSetting setting = {key.first, key.second, {}};
        for (const ByKey& settings : by_key) {
            const auto at = settings.find(key);
            setting.values.push_back(at == settings.end() ? std::nullopt : std::optional(at->second));
        }
        if (differs(by_key, setting)) out.push_back(std::move(setting));
    }
    return out;
}

}  // namespace gen
