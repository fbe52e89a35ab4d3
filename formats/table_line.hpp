#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gen {

/// Takes a line of a text table apart. Blanks and tabs count as one separator however many they are; within quotation marks separators stand for
/// themselves, and two marks for one.
class FieldReader {
public:
    FieldReader(std::string_view line, char separator) : rest_(line), separator_(separator) {}
    /// The next field, without outer blanks and quotation marks; false where there is none. It lives until the next call. Throws Fault::input where a
    /// quotation mark is not closed.
    bool next(std::string_view& field);

private:
    std::string_view quoted();
    std::string_view rest_;
    char separator_;
    bool more_ = true;
    std::string unescaped_;
};

std::vector<std::string> fields_of(std::string_view line, char separator);

/// A number as a table has it: digits with a point, an exponent, a sign; what is too small is 0. False for anything else.
bool parse_field(std::string_view word, double& value);
/// "1,5"
bool has_decimal_comma(std::string_view word);

/// By what the fields of a table are separated whose first two lines are these: comma, tab, semicolon, or blanks.
char separator_of(std::string_view first, std::string_view second);

}  // namespace gen
