#include "core/parse.hpp"

#include <charconv>
#include <cmath>

#include "core/error.hpp"

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

std::int32_t parse_class(std::string_view text, const std::string& where) {
    std::int32_t value = 0;
    if (!parse_whole(text, value) || value < 0) fail_usage(where, ": ", text, " is not the number of a class, a whole number from 0");
    return value;
}

}  // namespace gen
