#include "formats/page/origins.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "formats/page/markup.hpp"
#include "formats/provenance.hpp"
#include "formats/shell_word.hpp"
#include "formats/streams.hpp"

namespace gen::page {
namespace {

// Inputs that are not operands of the tool, but named by an option that the provenance leaves out.
constexpr std::pair<std::string_view, std::string_view> named_inputs[] = {
    {"", "valid"}, {"", "from"}, {"", "encodings"}, {"data-import", "labels"}, {"gen-sample", "latents"}};

std::string digest_of(const Document& document) { return document.digest.empty() ? content_digest(document) : document.digest; }

std::string tool_of(const Json& record) {
    const std::string producer = record.text_at("producer", "?");
    return producer.substr(0, producer.find(' '));
}

bool is_named(std::string_view tool, std::string_view role) {
    return std::ranges::any_of(named_inputs, [&](const auto& input) { return (input.first.empty() || input.first == tool) && input.second == role; });
}

std::string quoted(const std::string& text) { return shell_word(shown(text)); }

/// A file's name as a word that cannot be taken for an option.
std::string quoted_file(const std::string& name) { return (name.starts_with('-') ? "./" : "") + quoted(name); }

bool is_operand(std::string_view option) { return !option.empty() && option[0] >= 'A' && option[0] <= 'Z'; }

/// "" for what is off, or is a file that an input names.
std::string option_words(const std::string& name, const Json& value) {
    const std::string text = value.is_text() ? value.text() : value.dump();
    if (text == "true") return "--" + quoted(name);
    if (text == "false" || text == "file") return "";
    return join("--", quoted(name), text.starts_with('-') ? "=" : " ", quoted(text));
}

/// The parts of a command in lines of about 100 characters, each of which but the last goes on in the next.
std::string wrapped(const std::vector<std::string>& parts) {
    constexpr std::size_t width = 96;
    std::string out;
    std::size_t column = 0;
    for (const std::string& part : parts) {
        if (column > 0 && column + part.size() > width) {
            out += " \\\n   ";
            column = 3;
        }
        out += (out.empty() ? "" : " ") + part;
        column += 1 + part.size();
    }
    return out + "\n";
}

std::string options_list(const Json& record) {
    std::string out;
    const auto add = [&](std::string_view name, const Json& value) {
        out += join("<dt>", html(name), "</dt><dd>", html(value.is_text() ? value.text() : value.dump()), "</dd>");
    };
    for (const char* const part : {"options", "build"})
        if (const Json* const found = record.find(part); found != nullptr && found->is_object())
            for (const auto& [name, value] : found->members()) add(name, value);
    if (const Json* const seed = record.find("seed")) add("seed", *seed);
    return out.empty() ? "" : "<details><summary>options and versions</summary><dl>" + out + "</dl></details>";
}

/// Throws JsonError unless it has the form that is read here.
void check(const Json& record) {
    record.text_at("producer");
    record.text_at("digest");
    if (const Json* const options = record.find("options")) options->members();
    if (const Json* const inputs = record.find("inputs"))
        for (const Json& input : inputs->elements())
            for (const char* const name : {"role", "kind", "digest"}) input.text_at(name);
}

}  // namespace

void Origins::add(const Document& document, const std::string& caption) {
    const std::string digest = digest_of(document);
    captions_.emplace(digest, caption);
    kinds_.emplace(digest, document.text_attribute("encoding-type"));
    const std::string record = provenance_json(document);
    if (record.empty()) return;
    try {
        take(Json::parse(record), digest);
    } catch (const JsonError&) {
        fail(document.name, ": /provenance is not understood");
    }
}

const Origins::Made* Origins::find(const std::string& digest) const {
    const auto found = std::find_if(made_.begin(), made_.end(), [&](const Made& made) { return made.digest == digest; });
    return found == made_.end() ? nullptr : &*found;
}

void Origins::take(const Json& record, const std::string& digest) {
    check(record);
    if (find(digest) != nullptr || record.find("producer") == nullptr) return;
    if (const Json* const parents = record.find("parents"))
        for (const Json& parent : parents->elements()) take(parent, parent.text_at("digest"));
    if (const Json* const inputs = record.find("inputs"))
        for (const Json& input : inputs->elements()) kinds_.emplace(input.text_at("digest"), input.text_at("kind"));
    Json own = record;
    own.erase("parents");
    made_.push_back({digest, std::move(own)});
}

std::string Origins::name_of(const std::string& digest, const std::string& kind) const {
    const auto caption = captions_.find(digest);
    if (caption != captions_.end()) return caption->second;
    const auto known = kinds_.find(digest);
    const std::string stem = known != kinds_.end() && !known->second.empty() ? known->second : kind;
    return join(stem.empty() ? "file" : stem, "-", digest.substr(0, 8), find(digest) != nullptr ? ".h5" : "");
}

std::string Origins::branch(const std::string& digest, const std::string& kind, std::set<std::string>& told) const {
    const Made* const made = find(digest);
    std::string out = join("<li><span class=\"file\">", html(name_of(digest, kind)), "</span>");
    if (made != nullptr) out += join(" by ", html(made->record.text_at("producer")));
    out += join(" <code class=\"digest\">", html(digest.substr(0, 16)), "</code>");
    if (made == nullptr || !told.insert(digest).second) return out + (made == nullptr ? "" : ", as above") + "</li>\n";
    out += options_list(made->record);
    std::string inputs;
    if (const Json* const found = made->record.find("inputs"))
        for (const Json& input : found->elements()) inputs += branch(input.text_at("digest"), input.text_at("kind"), told);
    return out + (inputs.empty() ? "" : "<ul>\n" + inputs + "</ul>") + "</li>\n";
}

std::string Origins::tree(const Document& document) const {
    const std::string digest = digest_of(document);
    std::set<std::string> told;
    return find(digest) == nullptr ? "" : "<ul class=\"tree\">\n" + branch(digest, "", told) + "</ul>\n";
}

std::string Origins::command(const std::string& digest) const {
    const Json& record = find(digest)->record;
    const std::string tool = tool_of(record);
    std::vector<std::string> parts = {quoted(tool)};
    std::vector<std::string> options;
    if (const Json* const found = record.find("options"))
        for (const auto& [name, value] : found->members()) {
            if (is_operand(name))
                parts.push_back(quoted(value.is_text() ? value.text() : value.dump()));
            else if (std::string words = option_words(name, value); !words.empty())
                options.push_back(std::move(words));
        }
    if (const Json* const inputs = record.find("inputs"))
        for (const Json& input : inputs->elements()) {
            const std::string role = input.text_at("role");
            const std::string file = quoted_file(name_of(input.text_at("digest"), input.text_at("kind")));
            is_named(tool, role) ? options.push_back(join("--", role, " ", file)) : parts.push_back(file);
        }
    if (const Json* const seed = record.find("seed"); seed != nullptr && seed->is_number() && seed->number() != 0)
        options.push_back("--seed " + seed->dump());
    options.push_back("--output " + quoted_file(name_of(digest, "")));
    parts.insert(parts.end(), options.begin(), options.end());
    return wrapped(parts);
}

std::string Origins::commands() const {
    std::string out;
    for (const Made& made : made_) out += command(made.digest);
    return out;
}

}  // namespace gen::page
