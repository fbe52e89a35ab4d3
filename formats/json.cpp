#include "formats/json.hpp"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>

namespace gen {

/// Between our values and the library that reads and writes JSON, which no other source includes.
class JsonText {
public:
    using Their = nlohmann::ordered_json;

    static Their theirs(const Json& ours) { return std::visit(Export{}, ours.value_); }

    static Json ours(const Their& theirs) {
        switch (theirs.type()) {
            case Their::value_t::boolean: return theirs.get<bool>();
            case Their::value_t::number_integer: return theirs.get<std::int64_t>();
            case Their::value_t::number_unsigned: return theirs.get<std::uint64_t>();
            case Their::value_t::number_float: return theirs.get<double>();
            case Their::value_t::string: return theirs.get<std::string>();
            case Their::value_t::array: {
                Json array = Json::array();
                for (const Their& element : theirs) array.push_back(ours(element));
                return array;
            }
            case Their::value_t::object: {
                Json::Object members;
                for (const auto& [name, value] : theirs.items()) members.emplace_back(name, ours(value));
                return Json::object(std::move(members));
            }
            default: return {};
        }
    }

private:
    struct Export {
        Their operator()(std::monostate) const { return nullptr; }
        Their operator()(const auto& value) const { return value; }
        Their operator()(const Json::Array& elements) const {
            Their array = Their::array();
            for (const Json& element : elements) array.push_back(theirs(element));
            return array;
        }
        Their operator()(const Json::Object& members) const {
            Their object = Their::object();
            for (const auto& [name, value] : members) object[name] = theirs(value);
            return object;
        }
    };
};

namespace {

constexpr int deepest = 200;  // levels of nesting in a text that is read

template <class T>
auto& expected(T* value, const char* what) {
    if (value == nullptr) throw JsonError(what);
    return *value;
}

std::string in_one_line(const JsonText::Their& value) { return value.dump(-1, ' ', false, JsonText::Their::error_handler_t::replace); }

}  // namespace

Json Json::parse(std::string_view text) try {
    return JsonText::ours(JsonText::Their::parse(text, [](int depth, nlohmann::detail::parse_event_t, const JsonText::Their&) {
        if (depth > deepest) throw JsonError("is nested deeper than " + std::to_string(deepest) + " levels");
        return true;
    }));
} catch (const nlohmann::json::exception&) {
    throw JsonError("is not valid JSON");
}

const std::string& Json::text() const { return expected(std::get_if<std::string>(&value_), "no text"); }

double Json::number() const {
    if (const auto* const whole = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*whole);
    if (const auto* const count = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*count);
    return expected(std::get_if<double>(&value_), "no number");
}

std::uint64_t Json::count() const { return expected(std::get_if<std::uint64_t>(&value_), "no whole number from 0"); }

const std::vector<Json>& Json::elements() const& { return expected(std::get_if<Array>(&value_), "no array"); }
std::vector<Json>& Json::elements() & { return expected(std::get_if<Array>(&value_), "no array"); }
const std::vector<Json::Member>& Json::members() const& { return expected(std::get_if<Object>(&value_), "no object"); }

const Json* Json::find(std::string_view name) const {
    const auto found = std::ranges::find(members(), name, &Member::first);
    return found == members().end() ? nullptr : &found->second;
}

const Json& Json::at(std::string_view name) const { return expected(find(name), "a member is missing"); }

std::string Json::text_at(std::string_view name, std::string_view otherwise) const {
    const Json* const member = find(name);
    return member == nullptr ? std::string(otherwise) : member->text();
}

void Json::set(std::string_view name, Json value) {
    if (Json* const member = find(name))
        *member = std::move(value);
    else
        std::get<Object>(value_).emplace_back(name, std::move(value));
}

void Json::erase(std::string_view name) {
    std::erase_if(expected(std::get_if<Object>(&value_), "no object"), [&](const Member& member) { return member.first == name; });
}

std::string Json::dump() const { return in_one_line(JsonText::theirs(*this)); }

std::vector<std::pair<std::string, std::string>> Json::flattened() const {
    std::vector<std::pair<std::string, std::string>> flat;
    const JsonText::Their theirs = JsonText::theirs(*this).flatten();
    for (const auto& [path, value] : theirs.items()) flat.emplace_back(path, in_one_line(value));
    return flat;
}

}  // namespace gen
