#include "formats/resume.hpp"

#include <algorithm>

#include "core/counted.hpp"
#include "core/error.hpp"
#include "formats/json.hpp"
#include "train/schedule.hpp"

namespace gen {
namespace {

std::string shown(const std::string& name, const std::string& value) { return value.empty() ? "no --" + name : "--" + name + ' ' + value; }

/// The record without what may differ; nothing where there is none.
Json record_of_run(const Document& document) try {
    const std::string record = provenance_json(document);
    if (record.empty()) return {};
    Json run = Json::parse(record);
    Json options = run.at("options");
    for (const std::string_view name : free_options(options.text_at("lr-schedule", "constant"))) options.erase(name);
    run.set("options", std::move(options));
    return run;
} catch (const JsonError&) {
    fail(document.name, ": /provenance is not understood");
}

}  // namespace

std::vector<std::string_view> free_options(std::string_view lr_schedule) {
    if (parse_schedule(lr_schedule).depends_on_total()) return {};
    return {"epochs", "steps"};
}

bool are_of_one_run(const Document& a, const Document& b) {
    const Json run = record_of_run(a);
    return !run.is_null() && run == record_of_run(b);
}

std::string difference_of_runs(const Document& checkpoint, const Provenance& run, std::span<const std::string_view> free) try {
    const std::string record = provenance_json(checkpoint);
    if (record.empty()) return "has no provenance, so that it cannot be told whose it is";
    const Json before = Json::parse(record);
    const std::string producer = before.text_at("producer");
    const auto tool = [](const std::string& text) { return text.substr(0, text.find(' ')); };
    if (tool(producer) != tool(run.producer)) return join("was made by ", producer, ", this is ", run.producer);
    const std::vector<Json>& inputs = before.at("inputs").elements();
    if (inputs.size() != run.inputs.size()) return join("was made from ", counted(inputs.size(), "input"), ", this run has ", run.inputs.size());
    for (std::size_t i = 0; i < run.inputs.size(); ++i)
        if (inputs[i].at("role").text() != run.inputs[i].role || inputs[i].at("digest").text() != run.inputs[i].digest)
            return join("was made from other ", run.inputs[i].role, " (digest ", inputs[i].at("digest").text().substr(0, 12), ", now ",
                        run.inputs[i].digest.substr(0, 12), ")");
    const Json& options = before.at("options");
    for (const auto& [name, value] : run.options) {
        if (std::find(free.begin(), free.end(), name) != free.end()) continue;
        const std::string old = options.text_at(name);
        if (old != value) return join("was made with ", shown(name, old), ", this run has ", shown(name, value));
    }
    for (const auto& [name, value] : options.members()) {
        const auto is_this = [&](const auto& option) { return option.first == name; };
        if (std::find(free.begin(), free.end(), name) == free.end() && std::none_of(run.options.begin(), run.options.end(), is_this))
            return join("was made with ", shown(name, value.text()), ", this run has no --", name);
    }
    if (before.at("seed").count() != run.seed) return join("was made with --seed ", before.at("seed").count(), ", this run has --seed ", run.seed);
    return "";
} catch (const JsonError&) {
    fail(checkpoint.name, ": /provenance is not understood");
}

}  // namespace gen
