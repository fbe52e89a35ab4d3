#include "tools/common/command_line/option_list.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>
#include <utility>

#include "core/error.hpp"
#include "core/words.hpp"
#include "tools/common/command_line/file_endings.hpp"

namespace gen {
namespace {

template <class... Cases>
struct Overload : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overload(Cases...) -> Overload<Cases...>;  // clang 14 needs to be told

bool is_whole(const Entry& entry) {
    return std::holds_alternative<std::int64_t*>(entry.variable) || std::holds_alternative<std::uint64_t*>(entry.variable) ||
           std::holds_alternative<std::optional<std::int64_t>*>(entry.variable);
}

bool is_real(const Entry& entry) {
    return std::holds_alternative<double*>(entry.variable) || std::holds_alternative<std::optional<double>*>(entry.variable);
}

std::string number_expectation(const Entry& entry) {
    const Option& o = entry.option;
    const double low = std::holds_alternative<std::uint64_t*>(entry.variable) ? std::max(o.low, 0.0) : o.low;
    const std::string noun = is_whole(entry) ? "a whole number" : "a number";
    const bool bounded_below = std::isfinite(low);
    const bool bounded_above = std::isfinite(o.high);
    if (bounded_below && bounded_above && !o.above_low) return join(noun, " from ", plain_number(low), " to ", plain_number(o.high));
    std::string out = noun;
    if (bounded_below) out += o.above_low ? join(" above ", plain_number(low)) : join(", ", plain_number(low), " or more");
    if (bounded_above) out += join(", at most ", plain_number(o.high));
    return out;
}

bool in_bounds(const Option& o, double value) { return std::isfinite(value) && value <= o.high && (o.above_low ? value > o.low : value >= o.low); }

// std::from_chars: no locale, no hexadecimal, no wrapping of negative numbers, no saturation.
template <class Number>
bool read_number(const Option& option, const std::string& text, Number& out) {
    Number value{};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || !in_bounds(option, static_cast<double>(value))) return false;
    out = value;
    return true;
}

bool read(const Entry& entry, const std::string& text, std::string& out) {
    const std::vector<std::string_view>& choices = entry.option.choices;
    if (!choices.empty() && !entry.names_file() && std::find(choices.begin(), choices.end(), text) == choices.end()) return false;
    out = text;
    return true;
}
bool read(const Entry& entry, const std::string& text, std::int64_t& out) { return read_number(entry.option, text, out); }
bool read(const Entry& entry, const std::string& text, std::uint64_t& out) { return read_number(entry.option, text, out); }
bool read(const Entry& entry, const std::string& text, double& out) { return read_number(entry.option, text, out); }
bool read(const Entry& entry, const std::string& text, int& out) { return read_number(entry.option, text, out); }
bool read(const Entry&, const std::string& text, bool& out) {
    out = text == "true";
    return text == "true" || text == "false";
}

template <class T>
bool read(const Entry& entry, const std::string& text, std::optional<T>& out) {
    T value{};
    if (!read(entry, text, value)) return false;
    out = value;
    return true;
}

bool read(const Entry& entry, const std::string& text, std::vector<std::string>& out) {
    std::string value;
    if (!read(entry, text, value)) return false;
    out.push_back(value);
    return true;
}

}  // namespace

std::string plain_number(double value) {
    if (std::trunc(value) == value && std::abs(value) < 1e18) return text(static_cast<std::int64_t>(value));
    return text(value);
}

std::string Entry::shown() const { return is_operand() ? std::string(option.name) : join("--", option.name); }

std::string Entry::placeholder() const {
    if (is_switch()) return "";
    if (is_operand()) return std::string(option.name);
    if (!option.value.empty()) return std::string(option.value);
    if (names_file()) return "FILE";
    if (!option.choices.empty()) return "NAME";
    if (is_whole(*this)) return "N";
    return is_real(*this) ? "X" : "TEXT";
}

bool Entry::changed() const { return values_of(*this) != usual; }

Entry& OptionList::add(const Option& option, Variable variable) {
    Entry entry{.option = option, .variable = variable, .preset = {}};
    entry.usual = values_of(entry);
    for (const std::string& value : entry.usual) entry.preset += (entry.preset.empty() ? "" : ",") + value;
    if (!option.example_default.empty()) entry.preset = option.example_default;
    entries.push_back(std::move(entry));
    return entries.back();
}

Entry* OptionList::find(std::string_view name) { return const_cast<Entry*>(std::as_const(*this).find(name)); }

const Entry* OptionList::find(std::string_view name) const {
    const auto found = std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.option.name == name; });
    return found == entries.end() ? nullptr : &*found;
}

std::vector<std::string_view> OptionList::names() const {
    std::vector<std::string_view> out;
    for (const Entry& entry : entries)
        if (!entry.is_operand() && !entry.hidden) out.push_back(entry.option.name);
    return out;
}

std::vector<const Entry*> OptionList::that_need(std::string_view thing) const {
    std::vector<const Entry*> out;
    for (const Entry& entry : entries)
        if (std::ranges::find(entry.option.needs, thing) != entry.option.needs.end()) out.push_back(&entry);
    return out;
}

std::vector<std::string_view> OptionList::groups() const {
    std::vector<std::string_view> out;
    for (const Entry& entry : entries)
        if (!entry.is_operand() && !entry.hidden && std::find(out.begin(), out.end(), entry.group()) == out.end()) out.push_back(entry.group());
    return out;
}

std::vector<std::string> values_of(const Entry& entry) {
    using Texts = std::vector<std::string>;
    return std::visit(Overload{[](const bool* v) -> Texts { return {*v ? "true" : "false"}; },
                               [](const std::string* v) -> Texts { return v->empty() ? Texts{} : Texts{*v}; },
                               [](const std::vector<std::string>* v) -> Texts { return *v; },
                               [](const auto* v) -> Texts {
                                   if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(*v)>>)
                                       return {text(*v)};
                                   else
                                       return *v ? Texts{text(**v)} : Texts{};
                               }},
                      entry.variable);
}

std::string expectation(const Entry& entry) {
    if (is_whole(entry) || is_real(entry)) return number_expectation(entry);
    if (std::holds_alternative<bool*>(entry.variable)) return "true or false";
    if (std::holds_alternative<int*>(entry.variable)) return "a whole number";
    std::string out;
    for (const std::string_view choice : entry.option.choices) out += join(out.empty() ? "one of " : ", ", choice);
    return out;
}

void assign(Entry& entry, const std::vector<std::string>& values, const std::string& where) {
    if (values.size() > 1 && !entry.is_list()) fail_usage(where, ": given twice");
    if (entry.is_list()) std::get<std::vector<std::string>*>(entry.variable)->clear();
    for (const std::string& value : values) {
        if (value.empty()) fail_usage(where, ": got an empty value");
        const bool good = std::visit([&](auto* variable) { return read(entry, value, *variable); }, entry.variable);
        if (!entry.option.endings.empty()) expect_ending(where, value, entry.option.endings);
        if (!good) fail_usage(where, ": got '", value, "', expected ", expectation(entry), did_you_mean(value, entry.option.choices));
    }
    entry.given = true;
}

std::vector<std::pair<std::string, std::string>> recorded_options(const OptionList& options) {
    std::vector<std::pair<std::string, std::string>> out;
    for (const Entry& entry : options.entries) {
        if (entry.common || !entry.option.recorded || (entry.is_operand() && entry.names_file())) continue;
        std::string value;
        for (const std::string& v : values_of(entry)) value += (value.empty() ? "" : ",") + v;
        if (value.empty() || value == entry.option.unrecorded) continue;
        const auto& choices = entry.option.choices;
        if (entry.names_file() && std::find(choices.begin(), choices.end(), value) == choices.end()) value = "file";
        out.emplace_back(entry.option.name, value);
    }
    return out;
}

}  // namespace gen
