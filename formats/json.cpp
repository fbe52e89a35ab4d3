#include "formats/json.hpp"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "formats/held.hpp"

namespace gen {
namespace {

constexpr std::size_t deepest = 200;  // levels of nesting in a text that is read

}  // namespace

/// Between our values and the library that reads and writes JSON, which no other source includes.
class JsonText {
public:
    using Their = nlohmann::ordered_json;

    static Their theirs(const Json& ours) { return std::visit(Export{}, ours.value_); }

    /// What the parser calls, value by value; makes ours of it without another copy.
    class Builder {
    public:
        explicit Builder(std::size_t most) : most_(most) {}

        Json root;

        bool null() { return add({}); }
        bool boolean(bool value) { return add(value); }
        bool number_integer(std::int64_t value) { return add(value); }
        bool number_unsigned(std::uint64_t value) { return add(value); }
        bool number_float(double value, const std::string&) { return add(value); }
        bool string(std::string& value) {
            count(value.capacity());
            return add(std::move(value));
        }
        bool binary(Their::binary_t&) { return false; }
        bool start_object(std::size_t) { return open(Json::object()); }
        bool start_array(std::size_t) { return open(Json::array()); }
        bool key(std::string& value) {
            count(sizeof(Json::Member) + value.capacity());
            keys_.push_back(std::move(value));
            return true;
        }
        bool end_array() { return close(); }
        bool end_object() {
            keep_last(std::get<Json::Object>(open_.back().value_));
            return close();
        }
        bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) { return false; }

    private:
        bool open(Json value) {
            if (open_.size() == deepest) throw JsonError("is nested deeper than " + std::to_string(deepest) + " levels");
            open_.push_back(std::move(value));
            return true;
        }
        bool close() {
            Json value = std::move(open_.back());
            open_.pop_back();
            return add(std::move(value));
        }
        bool add(Json value) {
            count(sizeof(Json) + sizeof(Json) / 2);  // lists grow ahead of what is in them
            if (open_.empty()) {
                root = std::move(value);
            } else if (open_.back().is_array()) {
                std::get<Json::Array>(open_.back().value_).push_back(std::move(value));
            } else {
                std::get<Json::Object>(open_.back().value_).emplace_back(std::move(keys_.back()), std::move(value));
                keys_.pop_back();
            }
            return true;
        }
        void count(std::size_t bytes) {
            held_ += bytes;
            if (held_ > most_)
                throw JsonError("needs more than " + std::to_string(most_) + " bytes of memory; GEN_MEMORY=" + std::to_string((most_ >> 19) + 1) +
                                "M allows twice that");
        }
        /// Of members with the same name the last counts, in the place of the first.
        static void keep_last(Json::Object& members) {
            std::unordered_map<std::string_view, std::size_t> place_of;
            std::vector<bool> is_again(members.size());
            for (std::size_t i = 0; i < members.size(); ++i) {
                const auto [known, is_new] = place_of.try_emplace(members[i].first, i);
                is_again[i] = !is_new;
                if (!is_new) members[known->second].second = std::move(members[i].second);
            }
            std::size_t i = 0;
            std::erase_if(members, [&](const Json::Member&) { return is_again[i++]; });
        }

        std::size_t most_;
        std::size_t held_ = 0;
        std::vector<Json> open_;
        std::vector<std::string> keys_;  // of members whose values are not complete
    };

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

template <class T>
auto& expected(T* value, const char* what) {
    if (value == nullptr) throw JsonError(what);
    return *value;
}

std::string in_one_line(const JsonText::Their& value) { return value.dump(-1, ' ', false, JsonText::Their::error_handler_t::replace); }

}  // namespace

Json Json::parse(std::string_view text) {
    JsonText::Builder builder(most_held(text.size()));
    if (!JsonText::Their::sax_parse(text, &builder)) throw JsonError("is not valid JSON");
    return std::move(builder.root);
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
