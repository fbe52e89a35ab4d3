#include "formats/summary.hpp"

#include "core/error.hpp"
#include "formats/digest.hpp"
#include "formats/json.hpp"
#include "formats/limits.hpp"
#include "formats/numbers.hpp"
#include "formats/provenance.hpp"
#include "formats/streams.hpp"

namespace gen {
namespace {

std::string printable(const std::string& value) {
    std::string out;
    for (const char c : value) {
        const auto code = static_cast<unsigned char>(c);
        if (code >= ' ' && code != 0x7f && c != '\\') {
            out += c;
            continue;
        }
        constexpr char digits[] = "0123456789abcdef";
        out += c == '\\' ? "\\\\" : c == '\n' ? "\\n" : c == '\t' ? "\\t" : std::string("\\u00") + digits[code >> 4] + digits[code & 15];
    }
    return out;
}

/// The text as JSON when it is an object or an array that is not nested beyond all use, else null.
Json structure_of(const std::string& text) try {
    if (text.empty() || text.size() > limit::json_shown || (text[0] != '{' && text[0] != '[')) return {};
    return Json::parse(text);
} catch (const JsonError&) {
    return {};
}

void take_apart(const Json& json, const std::string& path, std::vector<SummaryLine>& lines) {
    if (json.is_object() && !json.members().empty()) {
        for (const auto& [key, value] : json.members()) take_apart(value, join(path, '/', key), lines);
    } else if (json.is_array() && !json.elements().empty()) {
        std::size_t index = 0;
        for (const Json& value : json.elements()) take_apart(value, join(path, '/', index++), lines);
    } else {
        const char* const type = json.is_text() ? "text" : json.is_floating() ? "f64" : json.is_number() ? "i64" : "json";
        lines.push_back({printable(path), type, "", printable(json.is_text() ? json.text() : json.dump())});
    }
}

struct AttributeText {
    SummaryLine line;

    void operator()(const std::string& value) { set(Type::text, "", printable(value)); }
    void operator()(const std::vector<std::string>& values) {
        std::string all;
        for (const std::string& v : values) all += (all.empty() ? "" : " ") + printable(v);
        set(Type::text, text(values.size()), all);
    }
    template <class T>
    void operator()(const std::vector<T>& values) {
        std::string all;
        for (const T v : values) all += (all.empty() ? "" : " ") + text(v);
        set(std::is_floating_point_v<T> ? Type::f64 : Type::i64, text(values.size()), all);
    }
    void set(Type type, std::string shape, std::string value) {
        line.type = name_of(type);
        line.shape = std::move(shape);
        line.value = std::move(value);
    }
};

void add_attributes(const std::vector<Attribute>& attributes, const std::string& owner, std::vector<SummaryLine>& lines) {
    for (const Attribute& a : attributes) {
        AttributeText described{{owner + "@" + a.name, "", "", ""}};
        std::visit(described, a.value);
        lines.push_back(described.line);
    }
}

std::string single_value(const Dataset& set) {
    std::string value;
    if (set.shape.empty()) for_each_number(set, [&](std::size_t, auto number) { value = text(number); });
    return value;
}

/// Without digests, of which content-sha256 speaks for all.
std::vector<Attribute> said_of(const Dataset& set) {
    std::vector<Attribute> attributes = set.attributes;
    std::erase_if(attributes, [&](const Attribute& a) { return is_digest_of_rest(set, a); });
    return attributes;
}

Json attributes_json(const std::vector<Attribute>& attributes) {
    Json object = Json::object();
    for (const Attribute& a : attributes) std::visit([&](const auto& value) { object.set(a.name, value); }, a.value);
    return object;
}

Json statistics_json(const Statistics& s) {
    return Json::object(
        {{"count", s.count}, {"others", s.others}, {"min", s.min}, {"median", s.median}, {"mean", s.mean}, {"max", s.max}, {"rms", s.rms}});
}

std::string digest_of(const Document& document) { return document.digest.empty() ? content_digest(document) : document.digest; }

}  // namespace

std::vector<SummaryLine> summary(const Document& document) {
    std::vector<SummaryLine> lines;
    add_attributes(document.attributes, "/", lines);
    lines.push_back({"/@content-sha256", "text", "", digest_of(document)});
    for (const Dataset& set : document.datasets) {
        if (set.type == Type::text) {
            const std::string text = text_of(set);
            const Json structure = structure_of(text);
            if (structure.is_null())
                lines.push_back({set.path, "text", "", printable(text)});
            else
                take_apart(structure, set.path, lines);
        } else {
            lines.push_back({set.path, std::string(name_of(set.type)), text(set.shape), single_value(set)});
        }
        add_attributes(said_of(set), set.path, lines);
    }
    return lines;
}

std::string summary_json(const Document& document, std::size_t item, bool with_statistics) {
    Json out =
        Json::object({{"file", document.name}, {"item", item}, {"kind", document.text_attribute("encoding-type")}, {"digest", digest_of(document)}});
    out.set("attributes", attributes_json(document.attributes));
    Json sets = Json::array();
    for (const Dataset& set : document.datasets) {
        if (set.path.starts_with("/provenance/")) continue;
        Json entry = Json::object(
            {{"path", set.path}, {"type", Json(name_of(set.type))}, {"shape", set.shape}, {"attributes", attributes_json(said_of(set))}});
        if (set.type == Type::text) {
            const std::string text = text_of(set);
            Json structure = structure_of(text);
            entry.set("value", structure.is_null() ? Json(text) : std::move(structure));
        } else if (with_statistics) {
            entry.set("statistics", statistics_json(statistics_of(set)));
        }
        sets.push_back(std::move(entry));
    }
    out.set("datasets", std::move(sets));
    const std::string provenance = provenance_json(document);
    if (!provenance.empty()) out.set("provenance", Json::parse(provenance));
    return out.dump();
}

}  // namespace gen
