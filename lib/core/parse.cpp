#include "core/parse.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/error.hpp"
#include "core/words.hpp"

namespace gen {
namespace {

template <class Number>
bool parse_whole(std::string_view text, Number& value) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::pair<std::string_view, std::string_view> split_at(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at), text.substr(at + 1)};
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text = text.substr(at + 1);
    }
}

double parse_number(std::string_view text, const std::string& where) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) fail_usage(where, ": ", text, " is not a finite number");
    return value;
}

std::size_t parse_count(std::string_view text, const std::string& where) {
    std::size_t value = 0;
    if (!parse_whole(text, value) || value == 0) fail_usage(where, ": ", text, " is not a whole number of at least 1");
    return value;
}

bool are_numbers(std::span<const std::string> names) {
    for (std::size_t k = 0; k < names.size(); ++k)
        if (names[k] != text(k)) return false;
    return true;
}

std::int32_t parse_class(std::string_view text, const std::string& where, std::span<const std::string> names, std::size_t classes) {
    if (const auto named = std::ranges::find(names, text); named != names.end()) return static_cast<std::int32_t>(named - names.begin());
    std::int32_t value = 0;
    const std::size_t known = std::max(classes, names.size());
    if (parse_whole(text, value) && value >= 0 && (known == 0 || static_cast<std::size_t>(value) < known)) return value;
    if (known == 0) fail_usage(where, ": ", text, " is not the number of a class, a whole number from 0");
    const Words words = are_numbers(names) ? Words() : Words(names.begin(), names.end());
    constexpr std::size_t most_listed = 20;
    const std::string listed = words.empty() || words.size() > most_listed ? "" : join(either(words), ", or ");
    fail_usage(where, " is ", text, ", expected ", listed, words.size() > most_listed ? "the name of a class or " : "", "0 to ", known - 1,
               did_you_mean(text, words));
}

std::vector<std::int32_t> parse_classes(std::string_view text, const std::string& where, std::span<const std::string> names, std::size_t classes) {
    if (std::ranges::find(names, text) != names.end()) return {parse_class(text, where, names, classes)};
    std::vector<std::int32_t> values;
    for (const std::string_view one : split(text, ',')) values.push_back(parse_class(one, where, names, classes));
    return values;
}

}  // namespace gen
