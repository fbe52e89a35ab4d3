#include "formats/table_line.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/error.hpp"
#include "formats/lines.hpp"

namespace gen {
namespace {

constexpr char separators[] = {',', '\t', ';', ' '};

/// How many fields are no numbers, decimal commas included where those cannot be separators.
std::size_t words_in(const std::vector<std::string>& fields) {
    double ignored = 0;
    return static_cast<std::size_t>(
        std::ranges::count_if(fields, [&](const std::string& field) { return !parse_field(field, ignored) && !has_decimal_comma(field); }));
}

/// None where a quotation mark is not closed, or stands within a field.
std::vector<std::string> split_by(std::string_view line, char separator) {
    try {
        return fields_of(line, separator);
    } catch (const Error&) {
        return {};
    }
}

}  // namespace

// What stands between quotation marks, at which rest_ begins.
std::string_view FieldReader::quoted() {
    unescaped_.clear();
    for (std::size_t i = 1; i < rest_.size(); ++i) {
        if (rest_[i] != '"') {
            unescaped_ += rest_[i];
        } else if (i + 1 < rest_.size() && rest_[i + 1] == '"') {
            unescaped_ += rest_[i++];
        } else {
            rest_.remove_prefix(i + 1);
            return unescaped_;
        }
    }
    fail("a quotation mark is not closed");
}

bool FieldReader::next(std::string_view& field) {
    if (!more_) return false;
    const bool by_blanks = separator_ == ' ';
    std::size_t begin = 0;
    while (begin < rest_.size() && (rest_[begin] == ' ' || (rest_[begin] == '\t' && separator_ != '\t'))) ++begin;
    const bool has_marks = begin < rest_.size() && rest_[begin] == '"';
    if (has_marks) {
        rest_.remove_prefix(begin);
        field = quoted();
    }
    const std::size_t end = by_blanks ? rest_.find_first_of(" \t") : rest_.find(separator_);
    if (!has_marks) {
        field = rest_.substr(begin, end == std::string_view::npos ? end : end - begin);
        if (!field.empty() && static_cast<unsigned char>(field.back()) <= ' ') field = trimmed(field);
    } else if (!trimmed(rest_.substr(0, end)).empty())
        fail("'", trimmed(rest_.substr(0, end)), "' stands behind a closing quotation mark");
    more_ = end != std::string_view::npos;
    rest_ = more_ ? rest_.substr(end + 1) : std::string_view();
    if (by_blanks) rest_ = trimmed(rest_);
    return true;
}

std::vector<std::string> fields_of(std::string_view line, char separator) {
    std::vector<std::string> all;
    FieldReader reader(line, separator);
    for (std::string_view field; reader.next(field);) all.emplace_back(field);
    return all;
}

bool parse_field(std::string_view word, double& value) {
    const bool is_signed = word.starts_with('+') || word.starts_with('-');
    const std::string_view number = is_signed ? word.substr(1) : word;
    if (number.empty() || ((number[0] < '0' || number[0] > '9') && number[0] != '.')) return false;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (end != number.data() + number.size() || error == std::errc::invalid_argument) return false;
    if (error == std::errc::result_out_of_range) {
        const std::size_t exponent = number.find_first_of("eE");
        const bool is_tiny = exponent == std::string_view::npos ? number[0] == '0' || number[0] == '.' : number.substr(exponent + 1).starts_with('-');
        value = is_tiny ? 0 : HUGE_VAL;
    }
    if (word[0] == '-') value = -value;
    return true;
}

bool has_decimal_comma(std::string_view word) {
    const std::size_t comma = word.find(',');
    if (comma == std::string_view::npos) return false;
    std::string with_point(word);
    with_point[comma] = '.';
    double ignored = 0;
    return parse_field(with_point, ignored);
}

// One that splits the second line, both into as many fields as each other, and that leaves the fewest words; the first of equal ones.
char separator_of(std::string_view first, std::string_view second) {
    char best = ' ';
    std::array<std::size_t, 3> least = {2, 2, 0};
    for (const char separator : separators) {
        const std::vector<std::string> above = split_by(first, separator);
        const std::vector<std::string> below = split_by(second, separator);
        if (above.size() < 2 && below.size() < 2) continue;
        const std::array<std::size_t, 3> score = {below.size() < 2 ? 1U : 0U, above.size() != below.size() ? 1U : 0U, words_in(below)};
        if (score < least) {
            least = score;
            best = separator;
        }
    }
    return best;
}

}  // namespace gen
