#include "formats/arrays/mat_words.hpp"

#include "formats/utf8.hpp"

namespace gen {
namespace {

/// Pairs of UTF-16 put together.
std::u32string from_utf16(std::span<const char32_t> units) {
    std::u32string out;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const bool is_pair = units[i] >= 0xd800 && units[i] < 0xdc00 && i + 1 < units.size() && units[i + 1] >= 0xdc00 && units[i + 1] < 0xe000;
        out += is_pair ? 0x10000 + ((units[i] - 0xd800) << 10) + (units[i + 1] - 0xdc00) : units[i];
        i += is_pair ? 1 : 0;
    }
    return out;
}

}  // namespace

std::vector<std::string> words_of_rows(std::span<const char32_t> characters, std::size_t rows) {
    const std::size_t columns = rows == 0 ? 0 : characters.size() / rows;
    std::vector<std::string> words(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        std::u32string units;
        for (std::size_t column = 0; column < columns; ++column) units += characters[column * rows + row];
        units.resize(units.find_last_not_of(std::u32string_view(U" \0", 2)) + 1);
        for (const char32_t c : from_utf16(units)) append_utf8(words[row], c);
    }
    return words;
}

}  // namespace gen
